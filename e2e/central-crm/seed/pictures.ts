/** One drawing per kind of goods; the ground's colour tells the products apart. */
import { paint, type Rgb, type Shape } from './png'

export type Drawing = 'laptop' | 'phone' | 'audio' | 'accessory'

const DARK: Rgb = [38, 44, 56]
const LIGHT: Rgb = [236, 240, 246]
const box = (x: number, y: number, width: number, height: number, round: number, color: Rgb): Shape => ({
  ...{ x, y, width, height, round, color },
})

const DRAWINGS: Record<Drawing, (tint: Rgb) => Shape[]> = {
  laptop: (tint) => [
    box(0.22, 0.24, 0.56, 0.4, 0.03, DARK),
    box(0.25, 0.27, 0.5, 0.34, 0.01, tint),
    box(0.14, 0.65, 0.72, 0.07, 0.03, LIGHT),
    box(0.42, 0.65, 0.16, 0.025, 0.01, DARK),
  ],
  phone: (tint) => [
    box(0.35, 0.16, 0.3, 0.68, 0.05, DARK),
    box(0.37, 0.2, 0.26, 0.57, 0.02, tint),
    box(0.46, 0.79, 0.08, 0.025, 0.0125, LIGHT),
    box(0.48, 0.172, 0.04, 0.016, 0.008, LIGHT),
  ],
  audio: (tint) => [
    box(0.24, 0.2, 0.52, 0.6, 0.26, DARK),
    box(0.3, 0.26, 0.4, 0.56, 0.2, tint),
    box(0.2, 0.48, 0.15, 0.3, 0.06, LIGHT),
    box(0.65, 0.48, 0.15, 0.3, 0.06, LIGHT),
  ],
  accessory: (tint) => [
    box(0.16, 0.38, 0.68, 0.28, 0.05, DARK),
    ...[0, 1, 2, 3, 4].map((key) => box(0.2 + key * 0.124, 0.42, 0.1, 0.08, 0.02, LIGHT)),
    box(0.2, 0.53, 0.1, 0.08, 0.02, LIGHT),
    box(0.324, 0.53, 0.348, 0.08, 0.02, tint),
    box(0.696, 0.53, 0.1, 0.08, 0.02, LIGHT),
  ],
}

const GROUNDS: readonly Rgb[] = [
  [186, 214, 235],
  [244, 211, 190],
  [201, 228, 202],
  [226, 210, 240],
  [247, 231, 180],
  [204, 226, 226],
]
const TINTS: readonly Rgb[] = [
  [64, 124, 202],
  [220, 98, 72],
  [52, 150, 108],
  [134, 92, 190],
  [230, 168, 44],
]
const pick = (from: readonly Rgb[], index: number): Rgb => from[index % from.length] ?? LIGHT

/** A 160 by 160 PNG; each `index` looks different. */
export const draw = (drawing: Drawing, index: number): Buffer =>
  paint(160, pick(GROUNDS, index), DRAWINGS[drawing](pick(TINTS, index)))
