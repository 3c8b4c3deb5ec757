/** The MCP door: tools for AI agents, over HTTP at one address and over stdio through a thin process. */
export { createMcpDoor } from './server.ts'
export { toolNames } from './tool-names.ts'
