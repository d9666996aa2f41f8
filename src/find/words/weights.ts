/** What the ranking weighs. Found by trial on the questions of tests/published/questions/tuning.json. */
export const weights = {
  /** Repeated words count less and less; half of the most that a word can add is reached at this weight. */
  saturation: 10,
  /** How much more it is worth to hold the rest of the question too. */
  coverage: 0.8,
  /** What words that stand next to each other in the question add where they do so in a text. */
  neighbours: 0.3,
  /** In so many of a hundred incidents a word that none has is taken to be. */
  unknownShare: 1.5,
  /** Results below this share of the best one's score are left out. */
  leastScore: 0.2,
  /** So are those that hold less than this share of the question. */
  leastCoverage: 0.2,
  /** Where the best holds less than this share, nothing fits well. */
  goodCoverage: 0.5,
  /** A page besides incidents is shown only if it holds this share of the question, and its score this share of the best. */
  pageCoverage: 0.55,
  pageScore: 0.6,
  /** What a match that is not exact is worth. */
  beginning: 0.6,
  corrected: 0.6,
  /** A synonym where others have the word itself, and where none does. */
  synonym: 0.4,
  onlySynonym: 1,
  /** What a number counts beside words. */
  number: 0.6,
};
