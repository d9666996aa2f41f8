/** Messages that stand alone in a log or a terminal, before or without the report that follows them. */
export const loneMessage =
  /^goroutine \d+ \[[\w ,]+\]:|\bOut of memory: Killed process\b|\bReached heap limit\b|\bOOM[ -]?killed process\b/i;

/**
 * Whether a line is worth asking the readers of reports, which take longer to load than a search in words: a message they know
 * has figures, signs or the name of a class in it.
 */
export const mayBeReportLine = (line: string): boolean =>
  loneMessage.test(line) || (/\s/.test(line) && /[:=[\](){}<>|]|\d{2}|\p{Ll}\p{Lu}/u.test(line));
