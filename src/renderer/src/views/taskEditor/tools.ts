import FlipHorizontal from '@lucide/svelte/icons/triangles-centerline-dashed-vertical'
import FlipVertical from '@lucide/svelte/icons/triangles-centerline-dashed-horizontal'
import PaintBucket from '@lucide/svelte/icons/paint-bucket'
import Paintbrush from '@lucide/svelte/icons/paintbrush'
import Replace from '@lucide/svelte/icons/replace'
import RotateCcw from '@lucide/svelte/icons/rotate-ccw'
import RotateCw from '@lucide/svelte/icons/rotate-cw'
import Square from '@lucide/svelte/icons/square'
import SquareDashed from '@lucide/svelte/icons/square-dashed'
import type { Component } from 'svelte'
import type { Turn } from '../../../../core/task/edit/gridEdits'
import type { Tool } from '../../state/taskSketch.svelte'

type Icon = Component<{ size?: number }>

/** The tools of the task editor, each with the key that chooses it. */
export const TOOLS: readonly { id: Tool; key: string; title: string; help: string; icon: Icon }[] = [
  { id: 'paint', key: 'p', title: 'Paint', help: 'cell by cell, or drag', icon: Paintbrush },
  { id: 'rectangle', key: 'r', title: 'Rectangle', help: 'from corner to corner', icon: Square },
  { id: 'fill', key: 'f', title: 'Fill', help: 'all cells of one colour that are joined by sides', icon: PaintBucket },
  { id: 'recolour', key: 'c', title: 'Recolour', help: 'every cell of the colour that you press on', icon: Replace },
  { id: 'select', key: 's', title: 'Select', help: 'to copy, cut, crop or turn a part', icon: SquareDashed },
]

export const TURN_BUTTONS: readonly { id: Turn; title: string; icon: Icon }[] = [
  { id: 'rot90', title: 'Turn a quarter clockwise', icon: RotateCw },
  { id: 'rot270', title: 'Turn a quarter anticlockwise', icon: RotateCcw },
  { id: 'vmirror', title: 'Swap left and right', icon: FlipHorizontal },
  { id: 'hmirror', title: 'Turn upside down', icon: FlipVertical },
]
