/** Entry of the policy's process, and of its worker threads. */
import { servePolicy } from './policyServer'
import { serveShard } from './workerShard'

if (!serveShard()) servePolicy(new URL(import.meta.url))
