/** Code of a task's pages, which comes when it is first shown or the window is idle. */
export const loadProgramView = () => import('../program/ProgramView.svelte')
export const loadTaskEditorView = () => import('../taskEditor/TaskEditorView.svelte')
