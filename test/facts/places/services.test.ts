import { placesOf, ref, ROLE, roleArn } from './places';
import { PlaceFacts } from '../../../src/facts/places/place-facts';
import { known } from '../../../src/template/known';
import { Template } from '../../../src/template/template';
import { symbol, template } from '../../template/templates';

const UNKNOWN: unknown = expect.objectContaining({ known: false });
const because = (reason: string): unknown => expect.objectContaining({ known: false, reason: expect.stringContaining(reason) });
const ARN = { 'Fn::GetAtt': ['R', 'Arn'] };
const BESIDE = { A: { Type: 'AWS::EC2::Subnet' }, R: ROLE, S: ROLE, Data: { Type: 'AWS::S3::Bucket' } };
const OUTSIDE = { interfaces: known([]), outsideVpc: known(true) };
const OPEN = { interfaces: UNKNOWN, outsideVpc: UNKNOWN };
const IN_A = { interfaces: known([expect.objectContaining({ subnet: known(ref('A')) })]), outsideVpc: known(false) };

function readAll(Type: string, Properties: unknown, beside: object = {}, more: Partial<Template> = {}): PlaceFacts[] {
  return placesOf(template({ ...BESIDE, ...beside, P: { Type, Properties } }, more)).filter(({ address }) => address.logicalId === 'P');
}

describe('a function', () => {
  const SUBNETS = { SubnetIds: [{ Ref: 'A' }], SecurityGroupIds: ['sg-1'] };
  const CAPACITY = { CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: { 'Fn::GetAtt': ['Capacity', 'Arn'] } } } };

  test.each<[string, string, object, object]>([
    ['outside of VPCs', 'AWS::Lambda::Function', { Role: ARN }, { ...OUTSIDE, role: known(roleArn('R')) }],
    ['with an empty list of subnets', 'AWS::Lambda::Function', { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }, OUTSIDE],
    ['in a VPC', 'AWS::Lambda::Function', { VpcConfig: SUBNETS }, IN_A],
    ['in the VPC of its capacity provider', 'AWS::Lambda::Function', CAPACITY, IN_A],
    ['in a VPC, or not, as a condition decides', 'AWS::Lambda::Function', { VpcConfig: { 'Fn::If': ['C', SUBNETS, { Ref: 'AWS::NoValue' }] } }, { interfaces: because('C'), outsideVpc: because('C') }],
    ['in subnets that a condition chooses', 'AWS::Lambda::Function', { VpcConfig: { SubnetIds: [{ 'Fn::If': ['C', 'subnet-1', 'subnet-2'] }] } },
      { interfaces: known([expect.objectContaining({ subnet: because('C') })]), outsideVpc: known(false) }],
    ['in subnets that a parameter lists', 'AWS::Lambda::Function', { VpcConfig: { SubnetIds: { Ref: 'List' } } }, { interfaces: because('List'), outsideVpc: because('List') }],
    ['in subnets that are objects', 'AWS::Lambda::Function', { VpcConfig: { SubnetIds: [{}] } }, { interfaces: known([expect.objectContaining({ subnet: because('a subnet of P is not text') })]) }],
    ['whose role is elsewhere', 'AWS::Lambda::Function', { Role: 'arn:aws:iam::111122223333:role/elsewhere' }, { role: known('arn:aws:iam::111122223333:role/elsewhere') }],
    ['whose role a parameter names', 'AWS::Lambda::Function', { Role: { Ref: 'Parameter' } }, { role: because('Parameter') }],
    ['of SAM, whose Globals are not known', 'AWS::Serverless::Function', {}, { ...OPEN, role: known(ref('PRole.Arn')) }],
    ['of SAM with a role', 'AWS::Serverless::Function', { Role: ARN }, { role: known(roleArn('R')) }],
  ])('%s', (_, type, properties, expected) => {
    const beside = { Capacity: { Type: 'AWS::Lambda::CapacityProvider', Properties: { VpcConfig: SUBNETS } } };
    expect(readAll(type, properties, beside, { parameters: { List: { Type: 'List<AWS::EC2::Subnet::Id>' } } })).toMatchObject([expected]);
  });

  test('of SAM is outside of VPCs, where its Globals are known', () => {
    expect(readAll('AWS::Serverless::Function', {}, {}, { hasGlobals: true })).toMatchObject([OUTSIDE]);
  });
});

describe('what decides between a VPC and the network of AWS', () => {
  test.each<[string, string, object, object]>([
    ['a notebook has both by default', 'AWS::SageMaker::NotebookInstance', { SubnetId: { Ref: 'A' } }, { ...IN_A, outsideVpc: known(true) }],
    ['a notebook without direct access is in its VPC', 'AWS::SageMaker::NotebookInstance', { SubnetId: { Ref: 'A' }, DirectInternetAccess: 'Disabled' }, IN_A],
    ['a notebook of which a parameter decides may have both', 'AWS::SageMaker::NotebookInstance', { SubnetId: { Ref: 'A' }, DirectInternetAccess: { Ref: 'Parameter' } }, { ...IN_A, outsideVpc: because('Parameter') }],
    ['a notebook with direct access has both', 'AWS::SageMaker::NotebookInstance', { SubnetId: { Ref: 'A' }, DirectInternetAccess: 'Enabled' }, { ...IN_A, outsideVpc: known(true) }],
    ['a notebook without a subnet', 'AWS::SageMaker::NotebookInstance', {}, OUTSIDE],
    ['Redshift without enhanced VPC routing', 'AWS::Redshift::Cluster', { ClusterSubnetGroupName: 'elsewhere' }, OUTSIDE],
    ['Redshift with enhanced VPC routing switched off', 'AWS::Redshift::Cluster', { EnhancedVpcRouting: false, ClusterSubnetGroupName: 'elsewhere' }, OUTSIDE],
    ['Redshift of which a parameter decides', 'AWS::Redshift::Cluster', { EnhancedVpcRouting: { Ref: 'Parameter' } }, OPEN],
    ['Redshift in a subnet group that is elsewhere', 'AWS::Redshift::Cluster', { EnhancedVpcRouting: 'true', ClusterSubnetGroupName: 'elsewhere' }, { interfaces: because('elsewhere is not in these templates') }],
    ['a domain by default', 'AWS::SageMaker::Domain', { SubnetIds: [{ Ref: 'A' }] }, OUTSIDE],
    ['a domain with direct internet access', 'AWS::SageMaker::Domain', { AppNetworkAccessType: 'PublicInternetOnly', SubnetIds: [{ Ref: 'A' }] }, OUTSIDE],
    ['App Runner by default', 'AWS::AppRunner::Service', {}, OUTSIDE],
    ['a Glue job without connections', 'AWS::Glue::Job', { Role: 'reader' }, { ...OUTSIDE, role: because('role reader is not in these templates') }],
    ['a Glue job whose connection has no network', 'AWS::Glue::Job', { Connections: { Connections: [{ Ref: 'Market' }] } }, OUTSIDE],
    ['a Glue job with one connection that has', 'AWS::Glue::Job', { Connections: { Connections: ['market', 'vpc'] } }, IN_A],
    ['a project in a fleet', 'AWS::CodeBuild::Project', { Environment: { Fleet: { FleetArn: { Ref: 'Fleet' } } } }, IN_A],
    ['a project that says it itself', 'AWS::CodeBuild::Project', { VpcConfig: { Subnets: [{ Ref: 'A' }] } }, IN_A],
  ])('%s', (_, type, properties, expected) => {
    const beside = {
      Market: { Type: 'AWS::Glue::Connection', Properties: { ConnectionInput: { Name: 'market' } } },
      Vpc: { Type: 'AWS::Glue::Connection', Properties: { ConnectionInput: { Name: 'vpc', PhysicalConnectionRequirements: { SubnetId: { Ref: 'A' } } } } },
      Fleet: { Type: 'AWS::CodeBuild::Fleet', Properties: { FleetVpcConfig: { Subnets: [{ Ref: 'A' }] } } },
    };
    expect(readAll(type, properties, beside)).toMatchObject([expected]);
  });
});

describe('ECS', () => {
  const task = (Properties: object) => ({ Task: { Type: 'AWS::ECS::TaskDefinition', Properties } });
  const AWSVPC = { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: 'A' }] } } };
  const read = (properties: object, definition: object) => readAll('AWS::ECS::Service', { TaskDefinition: { Ref: 'Task' }, ...properties }, task(definition));

  test.each<[string, object, object, object]>([
    ['a task on Fargate without a role', { ...AWSVPC, LaunchType: 'FARGATE' }, {}, { ...IN_A, role: known(undefined) }],
    ['a task that asks for no public address', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: 'A' }], AssignPublicIp: 'DISABLED' } } }, {},
      { interfaces: known([expect.objectContaining({ publicAddress: known(false) })]) }],
    ['a task of which a parameter decides on a public address', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: 'A' }], AssignPublicIp: { Ref: 'Parameter' } } } }, {},
      { interfaces: known([expect.objectContaining({ publicAddress: because('Parameter') })]) }],
    ['a task on capacity of Fargate without a role', { ...AWSVPC, CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT' }] }, {}, { role: known(undefined) }],
    ['a task on an instance without a role', AWSVPC, { NetworkMode: 'awsvpc' }, { ...IN_A, role: because('may sign as the instances') }],
    ['a task that shares the network of an instance', {}, { NetworkMode: 'bridge', TaskRoleArn: ARN }, { interfaces: because('share the network'), outsideVpc: known(false), role: known(roleArn('R')) }],
    ['a task without a network', {}, { NetworkMode: 'none', TaskRoleArn: ARN }, { interfaces: known([]), outsideVpc: known(false) }],
    ['a task whose mode a parameter decides', {}, { NetworkMode: { Ref: 'Parameter' } }, { interfaces: because('Parameter'), outsideVpc: known(false) }],
    ['a task definition by its family', { ...AWSVPC, TaskDefinition: 'app:3' }, { Family: 'app', TaskRoleArn: ARN }, { role: known(roleArn('R')) }],
    ['a task definition that is elsewhere', { ...AWSVPC, TaskDefinition: 'elsewhere:3' }, {}, { ...IN_A, role: because('elsewhere is not in these templates') }],
  ])('%s', (_, properties, definition, expected) => {
    expect(read(properties, definition)).toMatchObject([expected]);
  });

  test('a service with an external controller has task sets instead', () => {
    expect(readAll('AWS::ECS::Service', { DeploymentController: { Type: 'EXTERNAL' } })).toEqual([]);
  });

  test('a rule without tasks is no place', () => {
    expect(readAll('AWS::Events::Rule', { Targets: [{ Arn: 'arn:aws:lambda:…', Id: 'x' }] })).toEqual([]);
  });

  test('a schedule may call S3 itself', () => {
    expect(readAll('AWS::Scheduler::Schedule', { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:s3:putObject', RoleArn: ARN } })).toMatchObject([{ ...OUTSIDE, role: known(roleArn('R')) }]);
  });
});

describe('Batch', () => {
  const environment = (ComputeResources: object, more: object = {}) => ({ Type: 'AWS::Batch::ComputeEnvironment', Properties: { ComputeResources: { Subnets: [{ Ref: 'A' }], ...ComputeResources }, ...more } });
  const read = (beside: object, properties: object = {}) => readAll('AWS::Batch::JobDefinition', properties, beside);

  test.each<[string, object, object]>([
    ['on Fargate without a role', { E: environment({ Type: 'FARGATE' }) }, { ...IN_A, role: known(undefined) }],
    ['on an instance without a role', { E: environment({ Type: 'EC2' }) }, { ...IN_A, role: because('may sign as the instances') }],
    ['on EKS', { E: environment({ Type: 'EC2' }, { EksConfiguration: {} }) }, { interfaces: because('EKS'), outsideVpc: known(false) }],
    ['somewhere else', {}, { interfaces: because('no compute environment') }],
  ])('a job %s', (_, beside, expected) => {
    expect(read(beside)).toMatchObject([expected]);
  });

  test('Fargate has no instances', () => {
    expect(readAll('AWS::Batch::ComputeEnvironment', { ComputeResources: { Type: 'FARGATE', Subnets: ['subnet-1'] } })).toEqual([]);
  });
});

describe('roles', () => {
  test('each makes a place', () => {
    expect(readAll('AWS::Redshift::Cluster', { IamRoles: [ARN, { 'Fn::GetAtt': ['S', 'Arn'] }] }))
      .toMatchObject([{ part: '0', role: known(roleArn('R')) }, { part: '1', role: known(roleArn('S')) }]);
  });

  test.each([
    ['a database without roles sends nothing to S3', 'AWS::RDS::DBInstance', { DBSubnetGroupName: 'x' }, []],
    ['roles of which a condition decides are unknown', 'AWS::RDS::DBInstance', { AssociatedRoles: { 'Fn::If': ['C', [{ RoleArn: ARN }], { Ref: 'AWS::NoValue' }] } }, [{ role: because('C') }]],
    ['an account of Transfer Family uses S3 from the network of AWS', 'AWS::Transfer::User', { Role: ARN }, [OUTSIDE]],
    ['the target role of a pod is what it signs as', 'AWS::EKS::PodIdentityAssociation', { RoleArn: ARN, TargetRoleArn: { 'Fn::GetAtt': ['S', 'Arn'] } }, [{ role: known(roleArn('S')) }]],
    ['a stream with two destinations that are backups of others', 'AWS::KinesisFirehose::DeliveryStream', {
      SplunkDestinationConfiguration: { S3Configuration: { RoleARN: ARN, BucketARN: { 'Fn::GetAtt': ['Data', 'Arn'] } } },
    }, [{ part: 'SplunkDestinationConfiguration.S3Configuration', onlyTo: known([ref('Data')]) }]],
    ['a bucket that a parameter names', 'AWS::DataSync::LocationS3', { S3BucketArn: { Ref: 'Parameter' }, S3Config: { BucketAccessRoleArn: ARN } }, [{ onlyTo: because('Parameter') }]],
  ])('%s', (_, type, properties, expected) => {
    expect(readAll(type, properties)).toMatchObject(expected);
  });
});

describe('CloudFront', () => {
  const control = (SigningBehavior: unknown) => ({ Control: { Type: 'AWS::CloudFront::OriginAccessControl', Properties: { OriginAccessControlConfig: { SigningBehavior } } } });
  const DOMAIN = { 'Fn::GetAtt': ['Data', 'RegionalDomainName'] };
  const origin = (more: object = {}) => ({ DomainName: DOMAIN, S3OriginConfig: { OriginAccessIdentity: '' }, ...more });
  const WITH_CONTROL = origin({ OriginAccessControlId: { 'Fn::GetAtt': ['Control', 'Id'] } });
  const read = (Origins: unknown, beside: object = control('always'), more: Partial<Template> = {}) => readAll('AWS::CloudFront::Distribution', { DistributionConfig: { Origins } }, beside, more);
  const SIGNS = { servicePrincipal: 'cloudfront.amazonaws.com', role: known(undefined), onlyTo: known([ref('Data')]) };

  test('signs as itself with origin access control', () => {
    expect(read([WITH_CONTROL], undefined, { account: '111122223333' })).toMatchObject([{
      ...OUTSIDE, ...SIGNS, sourceArn: `arn:${symbol('AWS', 'Partition')}:cloudfront::111122223333:distribution/${ref('P')}`,
    }]);
  });

  test.each<[string, unknown, object, readonly object[]]>([
    ['signs where viewers do not', [WITH_CONTROL], control('no-override'), [SIGNS]],
    ['never signs', [WITH_CONTROL], control('never'), [{ servicePrincipal: undefined, role: known(undefined), onlyTo: known([ref('Data')]) }]],
    ['perhaps signs, where a parameter decides', [WITH_CONTROL], control({ Ref: 'Parameter' }), [{ servicePrincipal: 'cloudfront.amazonaws.com', role: because('Parameter') }]],
    ['perhaps signs, where the control is elsewhere', [origin({ OriginAccessControlId: 'E2ELSEWHERE' })], {}, [{ role: because('E2ELSEWHERE') }]],
    ['sends nothing signed by itself', [origin()], {}, [{ servicePrincipal: undefined, originAccessIdentity: undefined, role: known(undefined) }]],
    ['signs as an identity', [origin({ S3OriginConfig: { OriginAccessIdentity: { 'Fn::Join': ['', ['origin-access-identity/cloudfront/', { Ref: 'Identity' }]] } } })],
      { Identity: { Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity' } }, [{
        originAccessIdentity: known({ arn: `arn:${symbol('AWS', 'Partition')}:iam::cloudfront:user/CloudFront Origin Access Identity ${ref('Identity')}`, canonicalUser: ref('Identity.S3CanonicalUserId') }),
      }]],
    ['signs as an identity that is elsewhere', [origin({ S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1ABC' } })], {}, [{
      originAccessIdentity: known({ arn: `arn:${symbol('AWS', 'Partition')}:iam::cloudfront:user/CloudFront Origin Access Identity E1ABC`, canonicalUser: undefined }),
    }]],
    ['signs as an identity that a parameter names', [origin({ S3OriginConfig: { OriginAccessIdentity: { Ref: 'Parameter' } } })], {}, [{ originAccessIdentity: because('Parameter') }]],
    ['is one place for each way it signs', [WITH_CONTROL, { DomainName: 'other.s3.eu-west-1.amazonaws.com', S3OriginConfig: {} }, { DomainName: 'third.s3.eu-west-1.amazonaws.com', S3OriginConfig: {} }], control('always'), [
      { part: 'DistributionConfig.Origins.0', ...SIGNS }, { part: 'DistributionConfig.Origins.1', onlyTo: known(['other', 'third']) },
    ]],
    ['sends to a website', [{ DomainName: 'site.s3-website-eu-west-1.amazonaws.com', CustomOriginConfig: {} }], {}, [{ onlyTo: known(['site']) }]],
    ['sends nothing to buckets', [{ DomainName: 'www.example.com', CustomOriginConfig: {} }], {}, []],
    ['may send to a bucket, where a parameter says where', [{ DomainName: { Ref: 'Parameter' }, CustomOriginConfig: {} }], {}, [{ onlyTo: because('Parameter') }]],
    ['may send to any bucket, where the domain says none', [origin({ DomainName: 'bucket.vpce.example' })], {}, [{ onlyTo: because('bucket.vpce.example') }]],
    ['is malformed', 'origins', {}, []],
  ])('%s', (_, origins, beside, expected) => {
    const places = read(origins, beside);
    expect(places).toHaveLength(expected.length);
    places.forEach((place, i) => expect({ servicePrincipal: undefined, originAccessIdentity: undefined, ...place }).toMatchObject(expected[i]));
  });

  test('origins of which a condition decides are unknown', () => {
    expect(read({ 'Fn::If': ['C', [WITH_CONTROL], [origin()]] })).toMatchObject([{ role: UNKNOWN, onlyTo: because('C') }]);
  });
});

describe('a state machine', () => {
  const read = (States: object, more: object = {}) => readAll('AWS::StepFunctions::StateMachine', { RoleArn: ARN, DefinitionString: JSON.stringify({ States }), ...more }, {
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { TaskRoleArn: { 'Fn::GetAtt': ['S', 'Arn'] } } },
  });
  const GET = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:s3:getObject' };
  const RUN = { Type: 'Task', Resource: 'arn:aws:states:::ecs:runTask.sync' };

  test.each<[string, PlaceFacts[], readonly object[]]>([
    ['that calls S3', read({ Get: GET }), [{ ...OUTSIDE, role: known(roleArn('R')) }]],
    ['that calls S3 in a map', read({ Map: { Type: 'Map', ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2' }, ItemProcessor: { States: { Get: GET } } } }), [{ role: known(roleArn('R')) }]],
    ['that calls S3 as another role', read({ Get: { ...GET, Credentials: { RoleArn: 'arn:aws:iam::111122223333:role/other' } } }), [{ part: 'States.Get', role: known('arn:aws:iam::111122223333:role/other') }]],
    ['that calls S3 as a role of its input', read({ Get: { ...GET, Credentials: { 'RoleArn.$': '$.role' } } }), [{ role: because('chosen when it runs') }]],
    ['that calls something else', read({ Call: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' } }), []],
    ['that runs a task', read({ Run: { ...RUN, Parameters: { TaskDefinition: '${Task}', NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } } } } }, { DefinitionSubstitutions: { Task: { Ref: 'Task' } } }),
      [{ part: 'States.Run', interfaces: known([expect.objectContaining({ subnet: known('subnet-1') })]), role: known(roleArn('S')) }]],
    ['that runs a task of its input', read({ Run: { ...RUN, Parameters: { 'TaskDefinition.$': '$.task' } } }), [{ interfaces: because('chosen when it runs'), role: because('chosen when it runs') }]],
    ['whose definition a parameter gives', read({}, { DefinitionString: { Ref: 'Parameter' } }), [{ ...OPEN, role: known(roleArn('R')) }]],
    ['whose definition is in a file', read({}, { DefinitionString: undefined, DefinitionS3Location: { Bucket: 'b', Key: 'k' } }), [OPEN]],
    ['whose definition is not JSON', read({}, { DefinitionString: '{' }), [{ interfaces: because('not JSON') }]],
  ])('%s', (_, places, expected) => {
    expect(places).toHaveLength(expected.length);
    expect(places).toMatchObject(expected);
  });
});

describe('API Gateway', () => {
  const read = (Integration: unknown) => readAll('AWS::ApiGateway::Method', { Integration });

  test.each<[string, unknown, readonly object[]]>([
    ['calls S3 on the bucket in its path', { Type: 'AWS', Uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:s3:path/${Data}/{key}' }, Credentials: ARN }, [{ ...OUTSIDE, role: known(roleArn('R')), onlyTo: known([ref('Data')]) }]],
    ['calls S3 on the bucket in its subdomain', { Type: 'AWS', Uri: 'arn:aws:apigateway:eu-west-1:data.s3:path/key', Credentials: ARN }, [{ onlyTo: known(['data']) }]],
    ['signs as its caller', { Type: 'AWS', Uri: 'arn:aws:apigateway:eu-west-1:s3:path/data', Credentials: 'arn:aws:iam::*:user/*' }, [{ role: because('its caller') }]],
    ['calls what a parameter says', { Type: 'AWS', Uri: { Ref: 'Parameter' } }, [OPEN]],
    ['calls a function', { Type: 'AWS_PROXY', Uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations' }, []],
    ['answers itself', { Type: 'MOCK' }, []],
    ['has no integration', undefined, []],
  ])('%s', (_, integration, expected) => {
    expect(read(integration)).toMatchObject(expected);
  });
});
