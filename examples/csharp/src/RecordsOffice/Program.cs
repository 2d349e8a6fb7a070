using Amazon.CDK;
using CdkHardenedBucket;

namespace Office
{
    internal static class Program
    {
        private static void Main()
        {
            var app = new App();
            Validations.Of(app).AddPlugins(new HardenedBucketChecks(app));
            new RecordsOffice(app, "RecordsOffice");
            app.Synth();
        }
    }
}
