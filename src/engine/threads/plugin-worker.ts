/** Entry point of a worker thread that runs plugins. */
import { askAboutDraft } from '../../critics/ask.ts'
import type { PluginReply, PluginTask } from '../../plugins/threads/protocol.ts'
import { runPluginTask } from '../../plugins/threads/run-task.ts'

const run = (task: PluginTask): Promise<PluginReply> => runPluginTask(task, askAboutDraft)

export default run
