/** Numbers and times as people read them. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** 1 -> "1 step", 2,000 -> "2,000 steps" */
export function formatUnits(count: number, unit: string): string {
  return `${formatCount(count)} ${unit}${count === 1 ? '' : 's'}`
}

/** 12,345 -> 12.3k */
export function formatShort(value: number): string {
  const size = Math.abs(value)
  if (size >= 999_500) return `${trim(value / 1e6)}M`
  if (size >= 1000) return `${trim(value / 1000)}k`
  return trim(value)
}

const trim = (value: number): string => String(Number(value.toFixed(Math.abs(value) >= 100 ? 0 : 1)))

export function formatPercent(share: number): string {
  const percent = share * 100
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`
}

export function formatBytes(bytes: number): string {
  if (bytes < 2 ** 20) return `${Math.ceil(bytes / 1024)} KiB`
  const mib = bytes / 2 ** 20
  if (mib >= 1024) return `${(mib / 1024).toFixed(1)} GiB`
  return mib < 10 ? `${mib.toFixed(1)} MiB` : `${Math.round(mib)} MiB`
}

/** 95_000 -> "1 min 35 s"; rougher the longer it is. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return `${minutes} min ${seconds % 60} s`
  if (minutes < 90) return `${Math.round(seconds / 60)} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** ISO time -> "23 Nov, 10:29" */
export function formatTime(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  return date.toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
}

/** A task's id without its dataset and split. */
export function taskName(taskId: string): string {
  return taskId.slice(taskId.lastIndexOf('/') + 1)
}
