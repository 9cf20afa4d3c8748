import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Result } from '../../../core/util/result'
import { Workspace } from '../workspace'

/** For tests: a folder of their own with a starter pack of two tasks and a workspace beside it. */
export class WorkspaceFolder {
  private constructor(readonly base: string) {}

  static async make(): Promise<WorkspaceFolder> {
    const folder = new WorkspaceFolder(await mkdtemp(join(tmpdir(), 'codeit-workspace-')))
    await folder.put('resources/starter', {
      'training/turn.json': taskText(1),
      'evaluation/twist.json': taskText(2),
      'seeds/turn.dsl': 'O = vmirror(I)\n',
      'manifest.json': JSON.stringify({
        tasks: [
          { id: 'twist', split: 'evaluation', family: 'turns', description: 'Turn it.', tags: ['near', 'turns'] },
        ],
      }),
    })
    return folder
  }

  open(): Promise<Workspace> {
    const { base } = this
    return Workspace.open(join(base, 'workspace'), { resourcesDirectory: join(base, 'resources'), version: '0.0.1' })
  }

  /** Writes files below `name` and gives its path. */
  async put(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(this.base, name, file, '..'), { recursive: true })
      await writeFile(join(this.base, name, file), text)
    }
    return join(this.base, name)
  }

  remove(): Promise<void> {
    return rm(this.base, { recursive: true })
  }
}

/** A task whose cells tell tasks apart. */
export const taskText = (colour: number): string =>
  JSON.stringify({
    train: [{ input: [[colour, 0]], output: [[0, colour]] }],
    test: [{ input: [[0, colour]], output: [[colour, 0]] }],
  })

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

export function idsOf(workspace: Workspace, dataset: string): string[] {
  return workspace
    .listTasks()
    .filter((task) => task.dataset === dataset)
    .map(({ id }) => id)
}
