const mebibyte = 1024 ** 2

/** Of Amazon S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const maxParts = 10_000

/** Larger parts cost memory, smaller ones requests; no server takes less than 5 MiB. */
const standardBytes = 8 * mebibyte

/** How large the part of that number (from 1) has to be, so that 10,000 are enough. */
export function partBytes(number: number, sizeBytes: number | null): number {
  // Some servers (Cloudflare R2) want all parts of one size: so it is, wherever the size is known.
  if (sizeBytes !== null) return Math.max(standardBytes, Math.ceil(sizeBytes / maxParts))
  if (number <= 2_000) return standardBytes
  if (number <= 4_000) return 8 * standardBytes
  if (number <= 6_000) return 32 * standardBytes
  return 160 * standardBytes
}
