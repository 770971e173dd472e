import { LayoutGrid, Rows3, Search } from 'lucide-react'
import { useEffect, useState, type RefObject } from 'react'
import { Chip } from '../components/chip.tsx'
import { classNames } from '../components/class-names.ts'
import { IconButton } from '../components/icon-button.tsx'
import { Choice } from './choice.tsx'
import type { LibraryFilter, State } from './library-filter.ts'
import styles from './toolbar.module.css'

export type View = 'grid' | 'list'

interface FilterBarProps {
  readonly filter: LibraryFilter
  readonly view: View
  readonly box: RefObject<HTMLInputElement | null>
  readonly onFilter: (filter: LibraryFilter) => void
  readonly onView: (view: View) => void
}

const pauseMs = 150

const states: readonly { readonly state: State | null; readonly name: string }[] = [
  { state: null, name: 'All' },
  { state: 'ready', name: 'Ready' },
  { state: 'processing', name: 'In work' },
  { state: 'queued', name: 'In line' },
  { state: 'failed', name: 'Failed' },
]

const orders: readonly (Pick<LibraryFilter, 'sort' | 'order'> & { readonly name: string })[] = [
  { sort: 'uploaded_at', order: 'desc', name: 'Newest first' },
  { sort: 'uploaded_at', order: 'asc', name: 'Oldest first' },
  { sort: 'title', order: 'asc', name: 'Title, A to Z' },
  { sort: 'title', order: 'desc', name: 'Title, Z to A' },
  { sort: 'duration', order: 'desc', name: 'Longest first' },
  { sort: 'duration', order: 'asc', name: 'Shortest first' },
]

/** Which videos are shown, in which order and shape. */
export function FilterBar({ filter, view, box, onFilter, onView }: FilterBarProps) {
  return (
    <div className={classNames(styles.row, styles.filters)}>
      <FilterBox filter={filter} box={box} onFilter={onFilter} />
      <div role="group" aria-label="State" className={styles.chips}>
        {states.map(({ state, name }) => (
          <Chip
            key={name}
            isOn={filter.status === state}
            onClick={() => onFilter({ ...filter, status: state })}
          >
            {name}
          </Chip>
        ))}
      </div>
      {view === 'grid' && (
        <div className={styles.order}>
          <OrderChoice filter={filter} onFilter={onFilter} />
        </div>
      )}
      <div role="group" aria-label="Shape" className={styles.views}>
        <IconButton label="Pictures" aria-pressed={view === 'grid'} onClick={() => onView('grid')}>
          <LayoutGrid />
        </IconButton>
        <IconButton label="List" aria-pressed={view === 'list'} onClick={() => onView('list')}>
          <Rows3 />
        </IconButton>
      </div>
    </div>
  )
}

function FilterBox({ filter, box, onFilter }: Pick<FilterBarProps, 'filter' | 'box' | 'onFilter'>) {
  const [text, setText] = useState(filter.text)
  const [settled, setSettled] = useState(filter.text)
  // The address was changed by something else: the way back, "show all".
  if (filter.text !== settled) {
    setSettled(filter.text)
    setText(filter.text)
  }
  useEffect(() => {
    if (text === settled) return
    const timer = setTimeout(() => {
      setSettled(text)
      onFilter({ ...filter, text })
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [text, settled, filter, onFilter])
  return (
    <div className={styles.box}>
      <Search aria-hidden />
      <input
        ref={box}
        type="search"
        aria-label="Filter by title or file name"
        aria-keyshortcuts="/"
        placeholder="Title or file name"
        dir="auto"
        maxLength={200}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
    </div>
  )
}

function OrderChoice({ filter, onFilter }: Pick<FilterBarProps, 'filter' | 'onFilter'>) {
  const chosen = orders.findIndex(
    ({ sort, order }) => sort === filter.sort && order === filter.order,
  )
  return (
    <Choice
      label="Order"
      value={chosen}
      onChange={({ currentTarget }) => {
        const order = orders[currentTarget.selectedIndex]
        if (order) onFilter({ ...filter, sort: order.sort, order: order.order })
      }}
    >
      {orders.map(({ name }, index) => (
        <option key={name} value={index}>
          {name}
        </option>
      ))}
    </Choice>
  )
}
