/** How much an entry matters, by what was decided. All others are `INFO`. */
const LEVELS: Readonly<Record<string, 'WARN' | 'ERROR'>> = { 'failed': 'ERROR', 'not understood': 'WARN', 'not reported': 'WARN', 'taken over': 'WARN' };

/** One entry of the log as a line of JSON: metric filters and queries find it by `decision`. */
export function logLine(entry: Readonly<Record<string, unknown>>, now: Date): string {
  const { decision } = entry;
  const level = typeof decision === 'string' && Object.hasOwn(LEVELS, decision) ? LEVELS[decision] : 'INFO';
  return `${JSON.stringify({ timestamp: now.toISOString(), level, ...entry })}\n`;
}
