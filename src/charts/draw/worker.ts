/** What the threads of the pool do, each by its name. */
export { drawCard, replaceByCard } from './card.ts';
export { drawChart } from './chart.ts';
