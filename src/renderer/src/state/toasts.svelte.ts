import { formatProblem, type Problem, type Result } from '../../../core/util/result'

export interface Toast {
  readonly id: number
  readonly kind: 'error' | 'info'
  readonly text: string
  /** such as Undo */
  readonly action?: ToastAction
}

export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

const INFO_MS = 4000
/** long enough to see that it was the wrong one */
const ACTION_MS = 12_000

/** Short notices in the corner. Errors stay until closed; notices leave by themselves. */
export class Toasts {
  list = $state.raw<readonly Toast[]>([])
  private next = 1

  error(problem: Problem): void {
    const text = formatProblem(problem)
    if (!this.list.some((toast) => toast.text === text)) this.add('error', text)
  }

  info(text: string, action?: ToastAction): void {
    const id = this.add('info', text, action)
    setTimeout(() => this.close(id), action ? ACTION_MS : INFO_MS)
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id)
  }

  /** The value, or null after showing the problem. The banner already tells of a lost connection. */
  unwrap<T>(result: Result<T>): T | null {
    if (result.ok) return result.value
    if (result.error.code !== 'connection/lost') this.error(result.error)
    return null
  }

  private add(kind: Toast['kind'], text: string, action?: ToastAction): number {
    const id = this.next++
    this.list = [...this.list, { id, kind, text, ...(action && { action }) }]
    return id
  }
}
