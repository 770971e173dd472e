import { Component, type ReactNode } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'

interface Props {
  readonly children: ReactNode
}

/** Catches what a page throws, so that the rest of the app stays. Give it a key that changes with the page. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override readonly state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    if (!this.state.error) return this.props.children
    return (
      <EmptyState
        title="This page broke"
        actions={
          <Button tone="primary" onClick={() => location.reload()}>
            Load it again
          </Button>
        }
      >
        <p>That is a mistake of ours, not of yours. Your library is untouched.</p>
        <p>
          <code>{this.state.error.message}</code>
        </p>
      </EmptyState>
    )
  }
}
