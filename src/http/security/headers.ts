/**
 * What every answer tells the browser: nothing comes from elsewhere, nothing is shown elsewhere or kept. Only media may
 * come from the storage, if that serves them.
 */
export const securityHeaders = (mediaOrigin: string | null) => ({
  'content-security-policy': policy("'self'", mediaOrigin),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Pages, pictures and media say otherwise themselves.
  'cache-control': 'no-store',
})

/** The page that shows the API is not ours, and brings styles along that stand in its elements. */
export const apiPagePolicy = policy("'self' 'unsafe-inline'", null)

function policy(styles: string, mediaOrigin: string | null): string {
  return [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    `media-src 'self' blob:${mediaOrigin === null ? '' : ` ${mediaOrigin}`}`,
    `style-src ${styles}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
