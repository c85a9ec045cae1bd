/**
 * The tray's icons as SVG: the app's mark, and at its corner a sign for each state, told by shape and not by colour alone. `ink` is the
 * mark's colour; a template image (macOS) is drawn in black alone and coloured by the system.
 */

/** Viewed at 16 pixels and more; 22 units wide, so that lines fall on whole pixels at both. */
const MARK = 'M4 3.5V14.5a3 3 0 0 0 3 3h9M9 4.5h8M9 9.5h6'

/** Below each sign its surroundings are cut out of the mark. */
const SIGNS = {
  connected: { colour: '#1f9d61', shape: '<circle cx="17" cy="17" r="4.5" fill="COLOUR"/>' },
  connecting: {
    colour: '#c27803',
    shape:
      '<circle cx="17" cy="17" r="3.5" fill="none" stroke="COLOUR" stroke-width="2" stroke-dasharray="5 2.33"/>',
  },
  attention: {
    colour: '#d92d20',
    shape:
      '<path d="M17 11.5 22 21.5H12Z" fill="COLOUR"/><path d="M17 15v2.6M17 19.4v.2" stroke="GAP" stroke-width="1.4" stroke-linecap="round"/>',
  },
  offline: {
    colour: '#7a828a',
    shape:
      '<path d="M13.5 13.5l7 7M20.5 13.5l-7 7" stroke="COLOUR" stroke-width="2.4" stroke-linecap="round"/>',
  },
  paused: {
    colour: '#c27803',
    shape:
      '<path d="M14.7 13.2v6.6M19.3 13.2v6.6" stroke="COLOUR" stroke-width="2.6" stroke-linecap="round"/>',
  },
}

/** @param {{ ink: string, mono: boolean, edge?: string }} look @returns {string} */
function svg({ colour, shape }, { ink, mono, edge }) {
  const sign = shape.replaceAll('COLOUR', mono ? ink : colour).replaceAll('GAP', mono ? 'none' : '#fff')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22"><mask id="m"><rect width="22" height="22" fill="#fff"/><circle cx="17" cy="17" r="6.5" fill="#000"/></mask>${edge ? line(edge, 4.4) : ''}${line(ink, 2.4)}${sign}</svg>`
}

const line = (colour, width) =>
  `<path d="${MARK}" mask="url(#m)" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`

const LOOKS = {
  /** For light bars, dark bars, bars of which nothing is known (Linux), and macOS, which colours it by itself. */
  light: { ink: '#1b1f23', mono: false, suffix: '-light' },
  dark: { ink: '#f4f5f6', mono: false, suffix: '-dark' },
  edged: { ink: '#f4f5f6', edge: '#1b1f23', mono: false, suffix: '-edged' },
  template: { ink: '#000', mono: true, suffix: 'Template' },
}

/** @returns {{ name: string, svg: string, size: number }[]} names below resources/tray, without `.png`; sizes in pixels. */
export function trayIcons() {
  return Object.entries(SIGNS).flatMap(([state, sign]) =>
    Object.values(LOOKS).flatMap(({ suffix, ...look }) => [
      { name: `${state}${suffix}`, svg: svg(sign, look), size: 22 },
      { name: `${state}${suffix}@2x`, svg: svg(sign, look), size: 44 },
    ]),
  )
}

/** What Windows lays over the taskbar's button: how many chats are unread, up to 9, then "9+". */
export function overlayIcons() {
  return Array.from({ length: 10 }, (_, index) => {
    const text = index === 9 ? '9+' : String(index + 1)
    const size = text.length > 1 ? 15 : 19
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#d92d20"/><text x="16" y="17" font-family="Inter, Segoe UI, sans-serif" font-weight="700" font-size="${size}" fill="#fff" text-anchor="middle" dominant-baseline="central">${text}</text></svg>`
    return { name: `unread-${index === 9 ? 'many' : index + 1}`, svg: picture, size: 32 }
  })
}
