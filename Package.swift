// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let cSettings: [CSetting] = [
  .enableWarning("all"),
  .enableWarning("extra"),
  .treatAllWarnings(as: .error),
]

/// A C library of the system, found by pkg-config and installed by apt.
func system(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A small C target that makes one system library callable from Swift.
func shim(_ name: String, over library: String) -> Target {
  .target(name: name, dependencies: [.byName(name: library)], cSettings: cSettings)
}

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

let package = Package(
  name: "visionprep",
  products: [
    .library(name: "VisionPrep", targets: ["VisionPrep"]),
    .executable(name: "visionprep", targets: ["visionprep"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // C libraries of the system.
    system("CPoppler", pkgConfig: "poppler-glib", apt: "libpoppler-glib-dev"),
    system("CQPDF", pkgConfig: "libqpdf", apt: "libqpdf-dev"),
    system("CFontconfig", pkgConfig: "fontconfig", apt: "libfontconfig-dev"),
    system("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
    system("CJPEG", pkgConfig: "libjpeg", apt: "libjpeg62-turbo-dev"),
    system("CWebP", pkgConfig: "libwebp", apt: "libwebp-dev"),
    system("CLCMS", pkgConfig: "lcms2", apt: "liblcms2-dev"),
    system("CDeflate", pkgConfig: "libdeflate", apt: "libdeflate-dev"),
    system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
    system("CSeccomp", pkgConfig: "libseccomp", apt: "libseccomp-dev"),

    // Shims, where varargs, setjmp or macros keep Swift out.
    .target(name: "CPrepPoppler", dependencies: ["CPoppler", "CQPDF", "CFontconfig"], cSettings: cSettings),
    shim("CPrepPNG", over: "CPNG"),
    shim("CPrepJPEG", over: "CJPEG"),
    shim("CPrepCurl", over: "CCurl"),
    shim("CPrepCage", over: "CSeccomp"),
    .target(name: "CPrepPosix", cSettings: cSettings),
    .target(name: "CPrepKernels", cSettings: cSettings),
    .target(name: "CPrepSamples", cSettings: cSettings),

    // The engine, from values up to wiring.
    module("PrepCore", []),
    module("PrepJSON", ["CPrepKernels"]),
    module("PrepDigest", ["CCrypto", "CPrepKernels"]),
    module("PrepImage", ["PrepCore", "CPrepKernels"]),
    module("PrepDuplicates", []),
    module(
      "PrepCodecs",
      ["PrepCore", "PrepImage", "CPrepPoppler", "CPrepPNG", "CPrepJPEG", "CPrepKernels", "CWebP", "CLCMS", "CDeflate"]),
    .target(
      name: "PrepTokens", dependencies: ["PrepCore", "PrepJSON"], resources: [.embedInCode("Models/openai.json")],
      swiftSettings: swiftSettings),
    module("PrepFetch", ["PrepCore", "PrepDigest", "CPrepCurl", "CPrepPosix"]),
    module("PrepTables", ["PrepCore", "PrepJSON", .product(name: "GRDB", package: "GRDB.swift")]),
    module("PrepStatistics", ["PrepCore"]),
    module("PrepYAML", ["PrepCore", .product(name: "Yams", package: "Yams")]),
    module("PrepRecipe", ["PrepCore", "PrepYAML", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "PrepProviders",
      dependencies: ["PrepCore", "PrepJSON", "PrepYAML", "CPrepKernels", .product(name: "Yams", package: "Yams")],
      resources: [
        "azure", "bedrock", "bedrock-nova", "fireworks", "gemini", "openai", "openai-batch", "together",
      ].map { .embedInCode("Profiles/\($0).yaml") },
      swiftSettings: swiftSettings),
    module(
      "PrepPipeline",
      [
        "PrepCore", "PrepJSON", "PrepDigest", "PrepImage", "PrepDuplicates", "PrepCodecs", "PrepFetch", "PrepTables",
        "PrepProviders",
        "PrepStatistics", "PrepTokens", "CPrepCage", "CPrepPosix",
      ]),
    module(
      "PrepCheck", ["PrepCore", "PrepJSON", "PrepCodecs", "PrepProviders", "PrepPipeline", "CPrepKernels"]),
    module(
      "PrepExport",
      [
        "PrepCore", "PrepJSON", "PrepDigest", "PrepImage", "PrepCodecs", "PrepProviders", "PrepPipeline",
        "CPrepPosix",
      ]),

    module(
      "PrepReport",
      [
        "PrepCore", "PrepJSON", "PrepImage", "PrepCodecs", "PrepProviders", "PrepStatistics", "PrepTokens",
        "PrepPipeline",
      ]),

    // What people use.
    module(
      "VisionPrep",
      [
        "PrepCore", "PrepJSON", "PrepDigest", "PrepImage", "PrepCodecs", "PrepRecipe", "PrepProviders", "PrepStatistics",
        "PrepTokens",
        "PrepPipeline", "PrepCheck", "PrepExport", "PrepReport",
      ]),
    module(
      "VisionPrepCommands",
      [
        "VisionPrep", "PrepCore", "PrepJSON", "PrepPipeline", "CPrepPosix", "CPrepSamples",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "visionprep", dependencies: ["VisionPrepCommands"], swiftSettings: swiftSettings),

    // Tests, one target a module.
    tests("PrepCoreTests", ["PrepCore", "TestSupport"]),
    tests("PrepJSONTests", ["PrepJSON", "TestSupport"]),
    tests("PrepImageTests", ["CPrepKernels", "PrepCore", "PrepImage", "TestSupport"]),
    tests("PrepDuplicatesTests", ["PrepDuplicates", "TestSupport"]),
    tests("PrepCodecsTests", ["CDeflate", "CPrepKernels", "PrepCore", "PrepImage", "PrepCodecs", "TestSupport"]),
    .target(name: "TestSupport", dependencies: ["PrepImage"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .target(name: "TestServer", path: "Tests/TestServer", swiftSettings: swiftSettings),
    tests("PrepFetchTests", ["PrepCore", "PrepFetch", "TestServer"]),
    tests("PrepTablesTests", ["PrepCore", "PrepJSON", "PrepTables", "TestSupport"]),
    tests("PrepYAMLTests", ["PrepYAML"]),
    tests("PrepRecipeTests", ["PrepCore", "PrepRecipe", "TestSupport"]),
    tests("PrepStatisticsTests", ["PrepCore", "PrepStatistics", "TestSupport"]),
    tests("PrepProvidersTests", ["PrepCore", "PrepProviders", "TestSupport"]),
    tests("PrepTokensTests", ["PrepCore", "PrepJSON", "PrepTokens", "TestSupport"]),
    tests(
      "PrepPipelineTests",
      [
        "visionprep", "PrepCore", "PrepDigest", "PrepImage", "PrepTables", "PrepCodecs", "PrepFetch", "PrepProviders",
        "PrepStatistics", "PrepTokens", "PrepPipeline", "TestSupport",
      ]),
    tests(
      "PrepCheckTests",
      ["CPrepKernels", "PrepCore", "PrepImage", "PrepCodecs", "PrepProviders", "PrepPipeline", "PrepCheck", "TestSupport"]),
    tests(
      "PrepExportTests", ["PrepCore", "PrepJSON", "PrepImage", "PrepCodecs", "PrepProviders", "PrepExport", "TestSupport"]),
    .testTarget(
      name: "PrepReportTests",
      dependencies: ["PrepCore", "PrepImage", "PrepCodecs", "PrepStatistics", "PrepTokens", "PrepReport", "TestSupport"],
      exclude: ["Goldens"], swiftSettings: swiftSettings),
    tests("VisionPrepTests", ["TestSupport", "VisionPrep"]),
    .testTarget(
      name: "CommandTests", dependencies: ["visionprep", "TestServer", "TestSupport"], exclude: ["Goldens"],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6]
)

// Developers' targets, built by tools/fuzz alone; who uses the package never sees them. They stand in this package because they
// call what no other package can.
if Context.environment["VISIONPREP_FUZZ"] != nil {
  package.targets += [
    .target(name: "CFuzzing", path: "tools/fuzzing/CFuzzing", cSettings: cSettings),
    .executableTarget(
      name: "visionprep-fuzz",
      dependencies: [
        "CDeflate", "CFuzzing", "PrepCore", "PrepJSON", "PrepImage", "PrepCodecs", "PrepFetch", "PrepTables", "PrepRecipe",
        "PrepProviders",
        "PrepPipeline", "PrepCheck",
      ],
      path: "tools/fuzzing/VisionPrepFuzz", swiftSettings: swiftSettings),
  ]
}
