import type { DeviceReport } from '../../../../ipc/contract'

interface Device {
  readonly provider: DeviceReport['provider']
  readonly name: string
  /** what it needs, said when the runtime has no such part on this system */
  readonly needs: string
}

/** The runtime's execution providers as people know them, in the order they are tried. */
export const DEVICES: readonly Device[] = [
  { provider: 'cpu', name: 'Processor', needs: 'The runtime did not start here.' },
  { provider: 'cuda', name: 'NVIDIA GPU (CUDA)', needs: 'Needs an NVIDIA GPU on Linux or Windows.' },
  {
    provider: 'webgpu',
    name: 'Any GPU (WebGPU)',
    needs: 'Needs a GPU whose driver offers Vulkan, Metal or Direct3D 12.',
  },
  { provider: 'dml', name: 'Windows GPU (DirectML)', needs: 'Only on Windows.' },
  { provider: 'coreml', name: 'Apple chip (Core ML)', needs: 'Only on a Mac.' },
]

/** Why a device does not work, in plain words; '' when it does. */
export function deviceWords({ needs }: Device, { works, reason }: DeviceReport): string {
  if (works) return ''
  if (/backend not found/i.test(reason)) return needs
  if (/shared library|cannot open shared object|LoadLibrary/i.test(reason)) {
    return `${needs} Its libraries are not installed here, or not found.`
  }
  if (/adapter/i.test(reason)) return `${needs} No such GPU was found here.`
  if (/process ended/i.test(reason)) return 'The test crashed: the driver may be broken or too old.'
  return `It was found, but the test failed: ${reason.slice(-160)}`
}
