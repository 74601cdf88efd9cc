/** n8n's own engine for tests: whole workflows through n8n-core, with credentials, files, retries, errors and Stop. */
export { createEngine, Engine, type EngineOptions, type RunHandle, type RunOptions } from './engine';
export { LOOP, MANUAL_TRIGGER, NO_OP, READ_BINARY } from './helperNodes';
export type { CredentialData } from './credentials';
export type { LogEntry } from './runtime';
export { loop, node, noOp, readBinary, start, workflow, type NodeSettings, type WorkflowJson } from './workflowBuilder';
export { WorkflowRun, type NodeRun, type StoredError, type UiMessage } from './workflowRun';
