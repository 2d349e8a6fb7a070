package com.example.office;

import io.github.cdkhardenedbucket.HardenedBucketChecks;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Validations;

public final class RecordsOfficeApp {
    private RecordsOfficeApp() {
    }

    public static void main(final String[] args) {
        final App app = new App();
        Validations.of(app).addPlugins(new HardenedBucketChecks(app));
        new RecordsOffice(app, "RecordsOffice");
        app.synth();
    }
}
