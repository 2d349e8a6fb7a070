import { CfnResource } from 'aws-cdk-lib';

/** What CDK notes of a resource: the lines that created it, and those that changed one of its properties. */
const CREATED = 'aws:cdk:creationStack';
const CHANGED = 'aws:cdk:propertyAssignment';

/** Where a resource was created, and where this property or what is around it was set from outside. CDK notes changes in debug mode only (`CDK_DEBUG=true`). */
export function linesOf(resource: CfnResource, propertyPath: string): { readonly created: string | undefined; readonly changed: readonly string[] } {
  const { metadata } = resource.node;
  const traces = (type: string, isOf: (data: unknown) => boolean, traceIn: (data: unknown) => unknown) =>
    metadata.filter((entry) => entry.type === type && isOf(entry.data)).flatMap(({ data }) => firstFrame(traceIn(data)));
  const propertyOf = (data: unknown) => `Properties.${(data as { propertyName?: string }).propertyName}`;
  return {
    created: traces(CREATED, () => true, (data) => data)[0],
    changed: traces(CHANGED, (data) => propertyPath === propertyOf(data) || propertyPath.startsWith(`${propertyOf(data)}.`), (data) => (data as { stackTrace?: unknown }).stackTrace),
  };
}

/** The folder of this library. */
const LIBRARY = __dirname.replace(/[\\/]synth$/, '');

/** The innermost line of the user's code: CDK leaves out packages, and so this library where it is installed. */
function firstFrame(trace: unknown): string[] {
  const [frame] = Array.isArray(trace) ? trace.filter((line): line is string => typeof line === 'string' && /:\d+:\d+\)?$/.test(line) && !line.includes(LIBRARY)) : [];
  return frame === undefined ? [] : [frame.trim().replace(/^at /, '')];
}
