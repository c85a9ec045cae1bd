/** Small pictures made in code: a shape on a coloured ground, as PNG. */
import { pngOf, rowBytes } from '../../files/png'

/** 0 to 255 each. */
export type Rgb = readonly [number, number, number]
/** A filled shape in a square of 1 by 1: a box with corners rounded by `round`, or an ellipse where `round` is half its size. */
export interface Shape {
  x: number
  y: number
  width: number
  height: number
  round: number
  color: Rgb
}

/** How far a point is inside a shape, in the square's unit; negative outside. */
function depth(shape: Shape, x: number, y: number): number {
  const round = Math.min(shape.round, shape.width / 2, shape.height / 2)
  const dx = Math.abs(x - shape.x - shape.width / 2) - shape.width / 2 + round
  const dy = Math.abs(y - shape.y - shape.height / 2) - shape.height / 2 + round
  return round - Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) - Math.min(Math.max(dx, dy), 0)
}

/** Paints the shapes, later ones on top, with smooth edges. */
export function paint(size: number, ground: Rgb, shapes: readonly Shape[]): Buffer {
  const raw = Buffer.alloc(size * rowBytes(size))
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const pixel = ground.map((part) => part - (row / size) * 24)
      for (const shape of shapes) {
        const cover = Math.min(
          1,
          Math.max(0, depth(shape, (column + 0.5) / size, (row + 0.5) / size) * size + 0.5),
        )
        shape.color.forEach((part, index) => {
          pixel[index] = (pixel[index] ?? 0) * (1 - cover) + part * cover
        })
      }
      pixel.forEach((part, index) => {
        raw[row * rowBytes(size) + 1 + column * 3 + index] = Math.min(255, Math.max(0, Math.round(part)))
      })
    }
  }
  return pngOf(size, size, raw)
}
