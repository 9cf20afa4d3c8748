/** Where in a line the cursor stands: `x1 = |` wants a call, `(..., |` a value. */
export type CompletionPlace = 'target' | 'callee' | 'argument'

export function placeOf(before: string): CompletionPlace {
  if (openCallAt(before)) return 'argument'
  return /=\s*\w*$/.test(before) ? 'callee' : 'target'
}

/** The innermost call that the end of `before` lies in, and the argument it is at; null outside of any. */
export function callAt(before: string): { name: string; argument: number } | null {
  const open = openCallAt(before)
  const name = open && /([A-Za-z_]\w*)\s*$/.exec(before.slice(0, open.at))?.[1]
  return open && name ? { name, argument: open.argument } : null
}

/** The innermost parenthesis that is not closed, and the commas since. */
function openCallAt(before: string): { at: number; argument: number } | null {
  let closed = 0
  let argument = 0
  for (let at = before.length - 1; at >= 0; at--) {
    const one = before[at]
    if (one === ')') closed++
    else if (one === '(' && closed-- === 0) return { at, argument }
    else if (one === ',' && closed === 0) argument++
  }
  return null
}
