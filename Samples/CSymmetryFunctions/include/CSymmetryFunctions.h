// Angular symmetry functions of Behler and Parrinello over the pairs of neighbours of one atom, with all three distances
// in the cutoff ("narrow", G4 in J. Behler, J. Chem. Phys. 134, 074106, 2011):
//
//     G = 2^(1−ζ) Σ_(j<k) (1 + λ cos θ)^ζ exp(−η (r_ij² + r_ik² + r_jk²)) f(r_ij) f(r_ik) f(r_jk)
//     f(r) = (cos(π r / cutoff) + 1) / 2
//
// for all combinations of the exponents η, of ζ and of λ = −1, 1, in this order: the last varies fastest.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { ANGULAR_MOST_ETAS = 16 };

typedef struct AngularFunctions {
  double cutoff;
  // Inverse square lengths, at most ANGULAR_MOST_ETAS.
  const double *eta;
  int32_t eta_count;
  // At least 1.
  const int32_t *zeta;
  int32_t zeta_count;
} AngularFunctions;

// The neighbours of one atom: displacements from it, distances, and the cutoff function with its derivative.
typedef struct Neighbors {
  int32_t count;
  const double *x, *y, *z, *r, *f, *df;
} Neighbors;

// Adds up the functions: 2 × eta_count × zeta_count values.
void angular_values(const AngularFunctions *functions, const Neighbors *neighbors, double *values);

// Adds the derivatives of Σ coefficient · function with respect to the displacements of the neighbours: with respect to all x,
// all y and all z.
void angular_gradient(const AngularFunctions *functions, const Neighbors *neighbors, const double *coefficients,
                      double *gradient);

#ifdef __cplusplus
}
#endif
