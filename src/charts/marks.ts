import { at } from './overlay.ts';

/** A rectangle in the look that its row states. */
export const barMark = {
  type: 'rect',
  fill: { expr: 'datum.fill' },
  fillOpacity: { expr: 'datum.opacity' },
  stroke: { expr: 'datum.stroke' },
  strokeDash: { expr: 'datum.dash' },
};

/** The channel of a number on an x axis that is drawn otherwise, from end to end of the parameter `xDomain`. */
export const alongX = (field: string) => ({
  field,
  type: 'quantitative',
  axis: null,
  scale: { domain: { expr: 'xDomain' }, nice: false, zero: false },
});

/** From the field `top` to the field `bottom`. */
export const between = { y: at('top'), y2: at('bottom') };
