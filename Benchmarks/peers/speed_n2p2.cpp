// Times energies and forces by n2p2 (https://github.com/CompPhysVienna/n2p2) for Samples' silicon melt.
//
//     make -C n2p2/src libnnp COMP=gnu
//     g++ -O3 -march=native -I n2p2/include Benchmarks/peers/speed_n2p2.cpp -o speed_n2p2 -L n2p2/lib -lnnp
//     silicon-potential speed --data FOLDER --structure melt.data
//     ./speed_n2p2 FOLDER melt.data
//
// FOLDER has input.nn, scaling.data and weights.014.data.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "Prediction.h"

int main(int count, char *arguments[]) {
  if (count != 3) {
    std::fprintf(stderr, "usage: speed_n2p2 FOLDER STRUCTURE\n");
    return 2;
  }
  std::string folder = std::string(arguments[1]) + "/";
  nnp::Prediction prediction;
  prediction.log.writeToStdout = false;
  prediction.fileNameSettings = folder + "input.nn";
  prediction.fileNameScaling = folder + "scaling.data";
  prediction.formatWeightsFilesShort = folder + "weights.%03zu.data";
  prediction.setup();
  prediction.readStructureFromFile(arguments[2]);
  std::vector<double> speeds;
  for (int round = 0; round < 5; round++) {
    const int evaluations = 200;
    auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < evaluations; i++) {
      // As in dynamics, all atoms have moved: neighbours, symmetry functions and forces are computed anew.
      prediction.structure.clearNeighborList();
      prediction.predict();
    }
    std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    speeds.push_back(evaluations * prediction.structure.numAtoms / time.count());
  }
  std::sort(speeds.begin(), speeds.end());
  std::printf("n2p2: energy %.9f hartree; %.0f atoms/s (median), %.0f to %.0f\n", prediction.structure.energy, speeds[2],
              speeds[0], speeds[4]);
}
