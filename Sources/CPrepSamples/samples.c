// Written by tools/make-fixtures: the files of the built-in recipes, taken from fixtures/samples when this is compiled.

#include "CPrepSamples.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../fixtures/samples/cards/cards.jsonl"
};
static const unsigned char file_1[] = {
#embed "../../fixtures/samples/cards/cards.yaml"
};
static const unsigned char file_2[] = {
#embed "../../fixtures/samples/cards/scans/baptiste.jpg"
};
static const unsigned char file_3[] = {
#embed "../../fixtures/samples/cards/scans/fuentes.jpg"
};
static const unsigned char file_4[] = {
#embed "../../fixtures/samples/cards/scans/lindqvist.jpg"
};
static const unsigned char file_5[] = {
#embed "../../fixtures/samples/cards/scans/moreno.webp"
};
static const unsigned char file_6[] = {
#embed "../../fixtures/samples/cards/scans/okafor.png"
};
static const unsigned char file_7[] = {
#embed "../../fixtures/samples/cards/scans/tanaka.jpg"
};
static const unsigned char file_8[] = {
#embed "../../fixtures/samples/drawings/drawings/bracket.pdf"
};
static const unsigned char file_9[] = {
#embed "../../fixtures/samples/drawings/drawings/flange.pdf"
};
static const unsigned char file_10[] = {
#embed "../../fixtures/samples/drawings/drawings/housing.pdf"
};
static const unsigned char file_11[] = {
#embed "../../fixtures/samples/drawings/drawings/shaft.pdf"
};
static const unsigned char file_12[] = {
#embed "../../fixtures/samples/drawings/drawings.yaml"
};
static const unsigned char file_13[] = {
#embed "../../fixtures/samples/drawings/labels.csv"
};
static const unsigned char file_14[] = {
#embed "../../fixtures/samples/intents/intents.jsonl"
};
static const unsigned char file_15[] = {
#embed "../../fixtures/samples/intents/intents.yaml"
};
static const unsigned char file_16[] = {
#embed "../../fixtures/samples/leads/leads.db"
};
static const unsigned char file_17[] = {
#embed "../../fixtures/samples/leads/leads.yaml"
};
static const unsigned char file_18[] = {
#embed "../../fixtures/samples/watches/images/ap-royal-oak-side.jpg"
};
static const unsigned char file_19[] = {
#embed "../../fixtures/samples/watches/images/ap-royal-oak.jpg"
};
static const unsigned char file_20[] = {
#embed "../../fixtures/samples/watches/images/jlc-reverso.jpg"
};
static const unsigned char file_21[] = {
#embed "../../fixtures/samples/watches/images/lange-caseback.jpg"
};
static const unsigned char file_22[] = {
#embed "../../fixtures/samples/watches/images/lange-saxonia.jpg"
};
static const unsigned char file_23[] = {
#embed "../../fixtures/samples/watches/images/omega-caseback.jpg"
};
static const unsigned char file_24[] = {
#embed "../../fixtures/samples/watches/images/omega-seamaster.jpg"
};
static const unsigned char file_25[] = {
#embed "../../fixtures/samples/watches/images/omega-speedmaster.webp"
};
static const unsigned char file_26[] = {
#embed "../../fixtures/samples/watches/images/patek-calatrava.png"
};
static const unsigned char file_27[] = {
#embed "../../fixtures/samples/watches/images/patek-nautilus.jpg"
};
static const unsigned char file_28[] = {
#embed "../../fixtures/samples/watches/images/rolex-datejust.jpg"
};
static const unsigned char file_29[] = {
#embed "../../fixtures/samples/watches/images/rolex-daydate.jpg"
};
static const unsigned char file_30[] = {
#embed "../../fixtures/samples/watches/images/rolex-submariner.jpg"
};
static const unsigned char file_31[] = {
#embed "../../fixtures/samples/watches/images/tudor-black-bay.jpg"
};
static const unsigned char file_32[] = {
#embed "../../fixtures/samples/watches/images/tudor-pelagos.webp"
};
static const unsigned char file_33[] = {
#embed "../../fixtures/samples/watches/watches.csv"
};
static const unsigned char file_34[] = {
#embed "../../fixtures/samples/watches/watches.yaml"
};

static const vp_sample samples[] = {
    {"cards", "cards.jsonl", file_0, sizeof file_0},
    {"cards", "cards.yaml", file_1, sizeof file_1},
    {"cards", "scans/baptiste.jpg", file_2, sizeof file_2},
    {"cards", "scans/fuentes.jpg", file_3, sizeof file_3},
    {"cards", "scans/lindqvist.jpg", file_4, sizeof file_4},
    {"cards", "scans/moreno.webp", file_5, sizeof file_5},
    {"cards", "scans/okafor.png", file_6, sizeof file_6},
    {"cards", "scans/tanaka.jpg", file_7, sizeof file_7},
    {"drawings", "drawings/bracket.pdf", file_8, sizeof file_8},
    {"drawings", "drawings/flange.pdf", file_9, sizeof file_9},
    {"drawings", "drawings/housing.pdf", file_10, sizeof file_10},
    {"drawings", "drawings/shaft.pdf", file_11, sizeof file_11},
    {"drawings", "drawings.yaml", file_12, sizeof file_12},
    {"drawings", "labels.csv", file_13, sizeof file_13},
    {"intents", "intents.jsonl", file_14, sizeof file_14},
    {"intents", "intents.yaml", file_15, sizeof file_15},
    {"leads", "leads.db", file_16, sizeof file_16},
    {"leads", "leads.yaml", file_17, sizeof file_17},
    {"watches", "images/ap-royal-oak-side.jpg", file_18, sizeof file_18},
    {"watches", "images/ap-royal-oak.jpg", file_19, sizeof file_19},
    {"watches", "images/jlc-reverso.jpg", file_20, sizeof file_20},
    {"watches", "images/lange-caseback.jpg", file_21, sizeof file_21},
    {"watches", "images/lange-saxonia.jpg", file_22, sizeof file_22},
    {"watches", "images/omega-caseback.jpg", file_23, sizeof file_23},
    {"watches", "images/omega-seamaster.jpg", file_24, sizeof file_24},
    {"watches", "images/omega-speedmaster.webp", file_25, sizeof file_25},
    {"watches", "images/patek-calatrava.png", file_26, sizeof file_26},
    {"watches", "images/patek-nautilus.jpg", file_27, sizeof file_27},
    {"watches", "images/rolex-datejust.jpg", file_28, sizeof file_28},
    {"watches", "images/rolex-daydate.jpg", file_29, sizeof file_29},
    {"watches", "images/rolex-submariner.jpg", file_30, sizeof file_30},
    {"watches", "images/tudor-black-bay.jpg", file_31, sizeof file_31},
    {"watches", "images/tudor-pelagos.webp", file_32, sizeof file_32},
    {"watches", "watches.csv", file_33, sizeof file_33},
    {"watches", "watches.yaml", file_34, sizeof file_34},
};

const vp_sample *const vp_samples = samples;
const size_t vp_sample_count = sizeof samples / sizeof samples[0];
