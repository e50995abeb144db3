import ArgumentParser
import Crystallography
import Diffraction
import SymmetryClassification

/// The options of `train-simulated` that say which crystals are shown, and how.
struct CrystalArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What classes are: \(SymmetryLevel.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "level"
    )
  )
  var label = SymmetryLevel.bravaisLattice

  @Option(
    help: ArgumentHelp(
      "The share of structures held out; 0 judges by fresh patterns of those learnt.",
      valueName: "share"
    )
  )
  var holdOut = 0.1

  @Option(
    help: ArgumentHelp(
      "A text file with the names of structures that take no part, one a line: those of a later test.",
      valueName: "file"
    )
  )
  var exclude: String?

  @Option(help: ArgumentHelp("Take so many of the structures, classes in turn.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Learn from structures whose primitive cell is no larger, as a first lesson; those held out stay the same.",
      valueName: "Å³"
    )
  )
  var largestCell: Double?

  @Option(
    help: ArgumentHelp(
      "How much oftener structures of small cells are shown: by the volume of the primitive cell to the power of minus "
        + "this.",
      valueName: "exponent"
    )
  )
  var smallCells: Float = 0

  @Option(
    help: ArgumentHelp("The share of crystals by kinematical theory, 0 to 1.", valueName: "share")
  )
  var kinematicalShare: Float = 0.5

  @Option(
    help: ArgumentHelp(
      "Virtual crystals of each structure that get a dynamical master pattern.",
      valueName: "n"
    )
  )
  var virtualMasters = 0

  @Option(
    help: ArgumentHelp(
      "The largest primitive cell of which virtual crystals get one; any unless given.",
      valueName: "Å³"
    )
  )
  var largestVirtual: Double?

  /// How far virtual crystals are from their structures.
  enum Variation: String, ExpressibleByArgument, CaseIterable {
    case near, free

    var values: CrystalVariation { self == .near ? CrystalVariation() : .free }
  }

  @Option(
    help: ArgumentHelp(
      "How far kinematical virtual crystals are from their structures: near, or free: the space group alone stays, "
        + "and half of them have atoms of their own.",
      valueName: "near|free"
    )
  )
  var variation = Variation.near

  @Option(
    help: ArgumentHelp(
      "The largest primitive cell that is learnt by dynamical theory; larger ones by kinematical theory alone.",
      valueName: "Å³"
    )
  )
  var largestDynamical = 150.0

  @Option(
    help: ArgumentHelp(
      "The spacing of the finest planes of master patterns; 0.8 to 1.25 by the size of the cell unless given.",
      valueName: "Å"
    )
  )
  var minimumSpacing: Double?

  @Option(help: ArgumentHelp("Rows of each hemisphere of a master pattern, odd.", valueName: "n"))
  var masterSize = 201

  @Option(help: ArgumentHelp("Patterns that show the same crystal, in an epoch.", valueName: "n"))
  var patternsPerCrystal = 24

  @Option(help: ArgumentHelp("Patterns of each structure that judges.", valueName: "n"))
  var patternsPerJudge = 20

  @Option(
    help: ArgumentHelp(
      "A JSON file of ranges from which the conditions of patterns are drawn; wide ones unless given.",
      valueName: "file"
    )
  )
  var conditions: String?

  @Option(
    help: ArgumentHelp(
      "The same for the patterns that judge; the usual ones of simulate unless given.",
      valueName: "file"
    )
  )
  var judgeConditions: String?

  @Option(help: ArgumentHelp("Where master patterns are kept.", valueName: "folder"))
  var cache = MasterPatternCache.usualFolder

  /// What makes sources of structures; virtual crystals are the same whatever the seed of the training.
  var sources: StructureSources {
    var sources = StructureSources(cache: MasterPatternCache(folder: cache))
    sources.virtualMasters = virtualMasters
    sources.masterSize = masterSize
    sources.minimumSpacing = minimumSpacing
    sources.kinematicalShare = kinematicalShare
    sources.variation = variation.values
    sources.smallCellExponent = smallCells
    return sources
  }

  func validate() throws {
    func check(_ condition: Bool, _ message: String) throws {
      if !condition { throw ValidationError(message) }
    }
    try check((0..<1).contains(holdOut), "--hold-out must be 0 or more, and less than 1.")
    try check(limit ?? 1 >= 1, "--limit must be at least 1.")
    try check(largestCell ?? 1 > 0, "--largest-cell must be above 0.")
    try check((0...4).contains(smallCells), "--small-cells must be 0 to 4.")
    try check(largestVirtual ?? 1 > 0, "--largest-virtual must be above 0.")
    try check((0...1).contains(kinematicalShare), "--kinematical-share must be 0 to 1.")
    try check(largestDynamical >= 0, "--largest-dynamical cannot be negative.")
    try check((0...1000).contains(virtualMasters), "--virtual-masters must be 0 to 1000.")
    if let minimumSpacing {
      try check((0.3...5).contains(minimumSpacing), "--minimum-spacing must be 0.3 to 5 Å.")
    }
    try check(
      (21...MasterPattern.largestSize).contains(masterSize) && masterSize % 2 == 1,
      "--master-size must be an odd number from 21 to \(MasterPattern.largestSize)."
    )
    try check(
      (1...10_000).contains(patternsPerCrystal),
      "--patterns-per-crystal must be 1 to 10000."
    )
    try check((1...10_000).contains(patternsPerJudge), "--patterns-per-judge must be 1 to 10000.")
    try check(!cache.isEmpty, "the name of the cache's folder is empty.")
  }
}
