export type Colour = readonly [red: number, green: number, blue: number]

/** A picture of 24 bits a pixel that shapes with soft edges are painted on. Lengths are pixels. */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.pixels = new Uint8Array(width * height * 3)
  }

  fill(colour: Colour): void {
    for (let at = 0; at < this.pixels.length; at += 3) this.pixels.set(colour, at)
  }

  /** Above `floor` only, as a ball that has sunk into it. */
  circle(x: number, y: number, radius: number, colour: Colour, floor = this.height): void {
    this.#paint(
      x - radius,
      y - radius,
      x + radius,
      Math.min(y + radius, floor),
      colour,
      (px, py) => radius - Math.hypot(px - x, py - y),
    )
  }

  ring(x: number, y: number, radius: number, thickness: number, colour: Colour): void {
    const outer = radius + thickness / 2
    this.#paint(
      x - outer,
      y - outer,
      x + outer,
      y + outer,
      colour,
      (px, py) => thickness / 2 - Math.abs(Math.hypot(px - x, py - y) - radius),
    )
  }

  line(
    [x1, y1]: readonly [number, number],
    [x2, y2]: readonly [number, number],
    thickness: number,
    colour: Colour,
  ): void {
    const half = thickness / 2
    const lengthSquared = (x2 - x1) ** 2 + (y2 - y1) ** 2
    this.#paint(
      Math.min(x1, x2) - half,
      Math.min(y1, y2) - half,
      Math.max(x1, x2) + half,
      Math.max(y1, y2) + half,
      colour,
      (px, py) => {
        const along = ((px - x1) * (x2 - x1) + (py - y1) * (y2 - y1)) / (lengthSquared || 1)
        const at = Math.min(1, Math.max(0, along))
        return half - Math.hypot(px - x1 - at * (x2 - x1), py - y1 - at * (y2 - y1))
      },
    )
  }

  /** Everything below a curve. */
  below(curve: (x: number) => number, colour: Colour): void {
    for (let x = 0; x < this.width; x += 1) {
      const top = curve(x)
      for (let y = Math.max(0, Math.floor(top)); y < this.height; y += 1) {
        this.#blend(x, y, colour, y + 1 - top)
      }
    }
  }

  /** `depth`: how far inside the shape a point is. */
  #paint(
    left: number,
    top: number,
    right: number,
    bottom: number,
    colour: Colour,
    depth: (x: number, y: number) => number,
  ): void {
    for (let y = Math.max(0, Math.floor(top) - 1); y < Math.min(this.height, bottom + 1); y += 1) {
      for (let x = Math.max(0, Math.floor(left) - 1); x < Math.min(this.width, right + 1); x += 1) {
        this.#blend(x, y, colour, depth(x + 0.5, y + 0.5) + 0.5)
      }
    }
  }

  #blend(x: number, y: number, colour: Colour, cover: number): void {
    if (cover <= 0) return
    const share = Math.min(1, cover)
    const at = (y * this.width + x) * 3
    for (const [channel, value] of colour.entries()) {
      const under = this.pixels[at + channel] ?? 0
      this.pixels[at + channel] = Math.round(under + (value - under) * share)
    }
  }
}
