import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';

/** Where a bucket may stand in an app. Each place makes the app and the stack that the bucket goes into. */
export const PLACES: readonly [string, () => { app: App; stack: Stack }][] = [
  ['a stack', () => {
    const app = new App();
    return { app, stack: new Stack(app, 'Stack') };
  }],
  ['a nested stack', () => {
    const app = new App();
    return { app, stack: new NestedStack(new Stack(app, 'Parent'), 'Nested') };
  }],
  ['a stage', () => {
    const app = new App();
    return { app, stack: new Stack(new Stage(app, 'Production'), 'Stack') };
  }],
];

/** The message that synth fails with, or an empty text if it succeeds. */
export function synthError(app: App): string {
  try {
    app.synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
