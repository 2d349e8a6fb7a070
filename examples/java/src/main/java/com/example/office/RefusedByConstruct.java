package com.example.office;

import io.github.cdkhardenedbucket.HardenedBucket;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.IAspect;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.constructs.IConstruct;

public final class RefusedByConstruct {
    private RefusedByConstruct() {
    }

    /** Meant well, written for other buckets, and applied to the whole app. */
    private static final class SaveStorage implements IAspect {
        @Override
        public void visit(final IConstruct node) {
            if (node instanceof CfnBucket) {
                ((CfnBucket) node).setVersioningConfiguration(
                        CfnBucket.VersioningConfigurationProperty.builder().status("Suspended").build());
            }
        }
    }

    public static void main(final String[] args) {
        final App app = new App();
        final HardenedBucket records = new HardenedBucket(new Stack(app, "RecordsOffice"), "Records");

        // "Just for the migration."
        ((CfnBucket) records.getNode().getDefaultChild())
                .addPropertyOverride("PublicAccessBlockConfiguration.BlockPublicPolicy", false);
        Aspects.of(app).add(new SaveStorage());
        app.synth();
    }
}
