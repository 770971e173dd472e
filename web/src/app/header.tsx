import { CircleHelp, Monitor, Moon, Sun } from 'lucide-react'
import { Link, useRoute } from 'wouter'
import { IconButton } from '../components/icon-button.tsx'
import { Logo } from '../components/logo.tsx'
import styles from './header.module.css'
import { useStore } from './store.ts'
import { chooseTheme, theme, type Theme } from './theme.ts'

const pages = [
  { path: '/', name: 'Search' },
  { path: '/library', name: 'Library' },
  { path: '/system', name: 'System' },
] as const

const next: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }
const themeNames: Readonly<Record<Theme, string>> = {
  system: 'as the system has it',
  light: 'light',
  dark: 'dark',
}

export function Header({ onHelp }: { readonly onHelp: () => void }) {
  const choice = useStore(theme, (state) => state.choice)
  const Sign = { system: Monitor, light: Sun, dark: Moon }[choice]
  return (
    <header className={styles.header}>
      <Link href="/" className={styles.home} aria-label="Cuepoint, search">
        <Logo />
        <span className={styles.name}>Cuepoint</span>
      </Link>
      <nav aria-label="Pages" className={styles.pages}>
        {pages.map(({ path, name }) => (
          <PageLink key={path} path={path} name={name} />
        ))}
      </nav>
      <IconButton className={styles.help} label="Keys" shortcut="?" onClick={onHelp}>
        <CircleHelp />
      </IconButton>
      <IconButton
        label={`Colours: ${themeNames[choice]}. Change to ${themeNames[next[choice]]}`}
        onClick={() => chooseTheme(next[choice])}
      >
        <Sign />
      </IconButton>
    </header>
  )
}

function PageLink({ path, name }: { readonly path: string; readonly name: string }) {
  const [isHere] = useRoute(path)
  return (
    <Link href={path} className={styles.page} aria-current={isHere ? 'page' : undefined}>
      {name}
    </Link>
  )
}
