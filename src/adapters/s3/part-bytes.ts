const mebibyte = 1024 ** 2

/** Of Amazon S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const maxParts = 10_000

/**
 * How large the part of that number (from 1) has to be, so that 10,000 are enough: as many bytes as usual as long as that
 * does. Where the size of the whole is not known the parts grow, and reach the largest object, 5 TiB.
 */
export function partBytes(number: number, sizeBytes: number | null, usualBytes: number): number {
  // Some servers (Cloudflare R2) want all parts of one size: so it is, wherever the size is known or below 2,000 parts.
  if (sizeBytes !== null) return Math.max(usualBytes, Math.ceil(sizeBytes / maxParts))
  if (number <= 2_000) return usualBytes
  if (number <= 4_000) return 64 * mebibyte
  if (number <= 6_000) return 256 * mebibyte
  return 1_280 * mebibyte
}
