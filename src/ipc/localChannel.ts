import type { Channel, Message } from './contract'

/** Two ends of one channel inside a process: the command line talks to its host as a window does. */
export function createLocalChannel(): { near: Channel; far: Channel; close(): void } {
  const near = new LocalEnd()
  const far = new LocalEnd()
  near.other = far
  far.other = near
  return {
    near,
    far,
    close() {
      near.close()
      far.close()
    },
  }
}

class LocalEnd implements Channel {
  other: LocalEnd | null = null
  private isOpen = true
  private readonly listeners: ((message: Message) => void)[] = []
  private readonly closeListeners: (() => void)[] = []

  send(message: Message): void {
    const { other } = this
    // never in the sender's own turn, as with every other channel
    queueMicrotask(() => other?.deliver(message))
  }

  onMessage(listener: (message: Message) => void): void {
    this.listeners.push(listener)
  }

  onClose(listener: () => void): void {
    this.closeListeners.push(listener)
  }

  close(): void {
    if (!this.isOpen) return
    this.isOpen = false
    for (const listener of this.closeListeners) listener()
  }

  private deliver(message: Message): void {
    if (this.isOpen) for (const listener of this.listeners) listener(message)
  }
}
