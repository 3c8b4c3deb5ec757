/** The MCP door: tools for AI agents, over HTTP at one address and over stdio through a thin process. */
export { createMcpDoor, type McpDoor, type McpDoorParts } from './server.ts'
