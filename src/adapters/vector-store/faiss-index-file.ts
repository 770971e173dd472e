/**
 * The file of a flat index of FAISS that compares by inner product, as `faiss.write_index` writes it and every FAISS
 * reads it (little-endian): "IxFI", dimensions i32, count i64, two unused i64, trained u8, metric i32 (0: inner product),
 * count × dimensions u64, the vectors as f32, one after the other.
 *
 * It is written here and not by faiss-node, whose `write` ends the process when the disk is full and whose `toBuffer`
 * never gives its memory back. And so the rows of a file can be kept without holding all vectors a second time.
 */
export function encodeIndexFile(dimensions: number, rows: readonly Uint8Array[]): Buffer {
  const rowBytes = dimensions * 4
  const file = Buffer.alloc(headerBytes + rows.length * rowBytes)
  file.write('IxFI', 0, 'latin1')
  file.writeInt32LE(dimensions, 4)
  file.writeBigInt64LE(BigInt(rows.length), 8)
  file.writeBigInt64LE(unused, 16)
  file.writeBigInt64LE(unused, 24)
  file.writeUInt8(1, 32)
  file.writeInt32LE(0, 33)
  file.writeBigUInt64LE(BigInt(rows.length * dimensions), 37)
  for (const [position, row] of rows.entries()) file.set(row, headerBytes + position * rowBytes)
  return file
}

/** The vectors of a file that `encodeIndexFile` wrote, each a view of its bytes. */
export function indexRows(file: Uint8Array, dimensions: number): Uint8Array[] {
  const rowBytes = dimensions * 4
  return Array.from({ length: Math.floor((file.length - headerBytes) / rowBytes) }, (_, position) =>
    file.subarray(headerBytes + position * rowBytes, headerBytes + (position + 1) * rowBytes),
  )
}

/** A vector as a row, brought to unit length: the inner product of unit vectors is their cosine. */
export function toRow(vector: Float32Array): Uint8Array {
  const row = new DataView(new ArrayBuffer(vector.length * 4))
  for (const [place, value] of toUnit(vector).entries()) row.setFloat32(place * 4, value, true)
  return new Uint8Array(row.buffer)
}

/** As the numbers that faiss-node takes. */
export function toUnit(vector: Float32Array): number[] {
  let squares = 0
  for (const value of vector) squares += value * value
  const length = Math.sqrt(squares)
  return Array.from(vector, (value) => (length === 0 ? 0 : value / length))
}

const headerBytes = 45

/** What FAISS puts into its two unused fields. */
const unused = 1n << 20n
