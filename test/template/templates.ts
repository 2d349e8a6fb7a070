import { createContext, Script } from 'node:vm';
import { Template } from '../../src/template/template';

/** A template with these resources. Their shape is left open, because a template is whatever someone wrote. */
export function template(resources: object, more: Partial<Template> = {}): Template {
  return { id: 'App', resources: resources as Template['resources'], outputs: {}, fromCdk: true, ...more };
}

/** The text that stands for what AWS chooses at deployment. */
export function symbol(owner: string, name: string): string {
  return `⟦${owner}#${name}⟧`;
}

/** Runs it, and throws if it takes longer: also out of a loop that would never end. */
export function withinSeconds<T>(seconds: number, run: () => T): T {
  return SCRIPT.runInContext(Object.assign(CONTEXT, { run }), { timeout: seconds * 1000 }) as T;
}

const SCRIPT = new Script('run()');
const CONTEXT = createContext({});
