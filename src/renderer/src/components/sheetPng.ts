import { drawGrid, type Cells } from './drawGrid'
import { ARROW_PX, type GridSheet } from './gridSheet'
import { SHEET_INK, SHEET_LINE_OPACITY, type SheetStyle } from './sheetSvg'

/** Device pixels for each pixel of the sheet. */
const SCALE = 2

/** A sheet as a PNG file. */
export function sheetPng(sheet: GridSheet, style: SheetStyle): Promise<Blob> {
  const { canvas, context } = canvasOf(sheet.width, sheet.height)
  context.scale(SCALE, SCALE)
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, sheet.width, sheet.height)
  for (const { x, y, cells } of sheet.grids) {
    const picture = gridPicture(cells, sheet.cellPx, style)
    context.drawImage(picture, x, y, picture.width / SCALE, picture.height / SCALE)
  }
  context.fillStyle = context.strokeStyle = SHEET_INK
  context.font = '13px sans-serif'
  for (const { x, y, text } of sheet.captions) context.fillText(text, x, y)
  context.lineWidth = 1.5
  for (const { x, y } of sheet.arrows) {
    context.beginPath()
    context.moveTo(x - ARROW_PX, y)
    context.lineTo(x, y)
    context.moveTo(x - 5, y - 5)
    context.lineTo(x, y)
    context.lineTo(x - 5, y + 5)
    context.stroke()
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png'),
  )
}

function gridPicture(cells: Cells, cellPx: number, { palette, gridLines, digits }: SheetStyle): HTMLCanvasElement {
  const { canvas, context } = canvasOf((cells[0]?.length ?? 0) * cellPx, cells.length * cellPx)
  drawGrid(context, {
    cells,
    palette,
    background: '#ffffff',
    gridLine: gridLines ? `rgba(255, 255, 255, ${SHEET_LINE_OPACITY})` : null,
    outlined: [],
    outline: SHEET_INK,
    edges: [],
    edge: SHEET_INK,
    digits,
    isShown: null,
  })
  return canvas
}

function canvasOf(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas to draw on')
  return { canvas, context }
}
