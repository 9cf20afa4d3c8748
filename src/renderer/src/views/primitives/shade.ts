/** The strongest shade: text on it stays readable. */
const MOST_PERCENT = 52

/** How strong a share is drawn, 0 to 1 of the greatest share: by its root, so that rare is seen beside frequent. */
const strengthOf = (share: number, top: number): number => (top > 0 ? Math.sqrt(Math.min(1, share / top)) : 0)

/** A share as a shade of the one hue; no share at all is no shade. */
export function shadeOf(share: number, top: number): string {
  const percent = MOST_PERCENT * strengthOf(share, top)
  return percent > 0 ? `color-mix(in srgb, var(--accent) ${percent.toFixed(1)}%, var(--panel))` : 'transparent'
}

/** More cells than this lie without a gap. */
const MOST_WITH_GAPS = 50

/** Cells side by side as one background, their shares in order; null, where there is nothing to share, stays empty. */
export function stripOf(shares: readonly (number | null)[], top: number): string {
  const gap = shares.length <= MOST_WITH_GAPS ? '1px' : '0px'
  const at = (k: number): string => `${((100 * k) / shares.length).toFixed(3)}%`
  const stops = shares.map((share, k) => {
    const colour = share === null ? 'transparent' : share === 0 ? 'var(--sunk)' : shadeOf(share, top)
    const end = `calc(${at(k + 1)} - ${gap})`
    return `${colour} ${at(k)} ${end}, transparent ${end} ${at(k + 1)}`
  })
  return `linear-gradient(to right, ${stops.join(', ')})`
}
