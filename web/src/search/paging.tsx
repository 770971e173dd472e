import { Link } from 'wouter'
import styles from './paging.module.css'
import { videosOnPage, writeAddress, type SearchAddress } from './search-address.ts'

interface PagingProps {
  readonly address: SearchAddress
  /** Videos found. */
  readonly total: number
}

export function Paging({ address, total }: PagingProps) {
  const { page } = address
  const pages = Math.ceil(total / videosOnPage)
  if (pages <= 1 && page === 1) return null
  return (
    <nav aria-label="Pages of results" className={styles.paging}>
      {page > 1 && (
        <Link href={writeAddress({ ...address, page: page - 1 })} rel="prev">
          ← Better matches
        </Link>
      )}
      <span className={styles.here}>
        Page {page} of {Math.max(page, pages)}
      </span>
      {page < pages && (
        <Link href={writeAddress({ ...address, page: page + 1 })} rel="next">
          More videos →
        </Link>
      )}
    </nav>
  )
}
