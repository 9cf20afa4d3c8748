/** The screen that the window is on. */
export class Screen {
  /** device pixels for each CSS pixel; another after zooming or moving to another screen */
  ratio = $state(devicePixelRatio)

  constructor() {
    this.watch()
  }

  private watch(): void {
    const media = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
    const update = (): void => {
      this.ratio = devicePixelRatio
      this.watch()
    }
    media.addEventListener('change', update, { once: true })
  }
}
