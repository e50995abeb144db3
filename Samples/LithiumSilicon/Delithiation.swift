import Atomistics
import RandomNumbers
import Workers

/// The removal of lithium from an amorphous structure, step by step: a genetic algorithm chooses which atoms leave,
/// after Artrith, Urban and Ceder (2018).
///
/// An individual is the set of lithium atoms that leave in a step. Its fitness is the energy after a short
/// relaxation. A child takes its atoms from both parents' sets and, now and then, one atom at random.
struct Delithiation {
  /// The settings of the algorithm.
  struct Settings {
    /// The lithium atoms that leave in a step.
    var atoms = 4
    /// The individuals of a generation.
    var population = 8
    /// The generations of a step.
    var generations = 4
    /// The steps of each relaxation.
    var relaxationSteps = 30
    /// The probability of a mutation.
    var mutation: Float = 0.3
  }

  /// The best structure of each step, from the first structure to the one without lithium, relaxed.
  private(set) var path: [Relaxation] = []
  /// The number of relaxed individuals.
  private(set) var evaluations = 0

  /// Removes all lithium.
  ///
  /// - Parameters:
  ///   - start: the lithiated structure.
  ///   - potential: the potential, on one thread: individuals are relaxed side by side.
  ///   - settings: the settings.
  ///   - pool: the threads.
  ///   - key: the key of all random numbers.
  ///   - observer: receives each structure of the path.
  init(
    of start: Relaxation,
    in potential: NeuralPotential<ChebyshevDescriptor>,
    settings: Settings,
    pool: WorkerPool,
    key: Int,
    observer: (Relaxation) -> Void
  ) {
    path = [start]
    var generator = KeyedGenerator(key)
    while let parent = path.last, parent.structure.species.contains(0) {
      let best = Self.step(from: parent.structure, potential, settings, pool, &generator, &evaluations)
      path.append(Relaxation(of: best, in: potential))
      path.last.map(observer)
    }
  }

  /// The best structure without some atoms.
  private static func step(
    from parent: AtomicStructure,
    _ potential: NeuralPotential<ChebyshevDescriptor>,
    _ settings: Settings,
    _ pool: WorkerPool,
    _ generator: inout KeyedGenerator,
    _ evaluations: inout Int
  ) -> AtomicStructure {
    let lithium = parent.species.indices.filter { parent.species[$0] == 0 }
    let count = min(settings.atoms, lithium.count)
    var known: [Set<Int>: Relaxation] = [:]
    var population = (0..<settings.population).map { _ in choose(count, of: lithium, &generator) }
    for generation in 0..<settings.generations {
      let new = Array(Set(population.filter { known[$0] == nil })).sorted {
        $0.sorted().lexicographicallyPrecedes($1.sorted())
      }
      let relaxed = pool.map(new.count) { index in
        Relaxation(
          of: parent.removing(new[index]),
          in: potential,
          steps: settings.relaxationSteps
        )
      }
      evaluations += new.count
      for (individual, relaxation) in zip(new, relaxed) { known[individual] = relaxation }
      guard generation + 1 < settings.generations, count < lithium.count else { break }
      let ranked = ranking(of: population, known)
      let fit = Array(ranked.prefix(max(2, settings.population / 2)))
      population = Array(ranked.prefix(1))
      while population.count < settings.population {
        let (a, b) = (fit[generator.index(below: fit.count)], fit[generator.index(below: fit.count)])
        var child = choose(count, of: a.union(b).sorted(), &generator)
        if generator.chance(settings.mutation) {
          child.remove(child.sorted()[generator.index(below: count)])
          child.formUnion(choose(1, of: lithium.filter { !child.contains($0) }, &generator))
        }
        population.append(child)
      }
    }
    let best = ranking(of: Array(known.keys), known)[0]
    return known[best]?.structure ?? parent
  }

  /// Distinct individuals by energy; equal energies by their atoms.
  private static func ranking(of individuals: [Set<Int>], _ known: [Set<Int>: Relaxation]) -> [Set<Int>] {
    func energy(_ individual: Set<Int>) -> Double { known[individual]?.energy ?? .infinity }
    return Set(individuals).sorted { a, b in
      energy(a) != energy(b) ? energy(a) < energy(b) : a.sorted().lexicographicallyPrecedes(b.sorted())
    }
  }

  /// Random members of a list.
  private static func choose(_ count: Int, of list: [Int], _ generator: inout KeyedGenerator) -> Set<Int> {
    var (rest, chosen) = (list, Set<Int>())
    for _ in 0..<min(count, list.count) { chosen.insert(rest.remove(at: generator.index(below: rest.count))) }
    return chosen
  }
}

extension AtomicStructure {
  /// The structure without some atoms.
  func removing(_ atoms: Set<Int>) -> AtomicStructure {
    let kept = positions.indices.filter { !atoms.contains($0) }
    return AtomicStructure(cell: cell, positions: kept.map { positions[$0] }, species: kept.map { species[$0] })
  }
}
