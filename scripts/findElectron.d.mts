export function findElectron(): string | null
export function hasDisplay(): boolean
export const electronInstaller: string
