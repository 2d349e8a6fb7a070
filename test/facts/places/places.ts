import { App, Stack } from 'aws-cdk-lib';
import { PlaceFacts } from '../../../src/facts/places/place-facts';
import { PLACE_RESOURCE_TYPES, readPlaces } from '../../../src/facts/places/read-places';
import { TemplateEvaluator } from '../../../src/template/evaluate-template';
import { evaluatedResources } from '../../../src/template/evaluated-resource';
import { templateOf } from '../../../src/template/read-template';
import { Template } from '../../../src/template/template';
import { symbol } from '../../template/templates';

/** The places of templates that are deployed together. */
export function placesOf(...templates: readonly Template[]): PlaceFacts[] {
  const evaluator = new TemplateEvaluator(templates);
  return readPlaces(evaluatedResources(templates, evaluator, [(type) => PLACE_RESOURCE_TYPES.has(type)]), evaluator);
}

/** The places that CDK makes in stacks of their own, which are synthesized together: that takes a second each time. */
export function placesInEach(builds: readonly ((stack: Stack) => void)[]): PlaceFacts[][] {
  const app = new App();
  const names = builds.map((build, i) => {
    build(new Stack(app, `App${i}`));
    return `App${i}`;
  });
  const assembly = app.synth();
  return names.map((name) => placesOf(templateOf(assembly.getStackByName(name).template, { id: 'App' })));
}

export function ref(name: string): string {
  return symbol('App', name);
}

/** The ARN of a role whose name CloudFormation chooses. */
export function roleArn(logicalId: string): string {
  return `arn:${symbol('AWS', 'Partition')}:iam::${symbol('AWS', 'AccountId')}:role/${ref(logicalId)}`;
}

export const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
