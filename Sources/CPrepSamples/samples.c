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
#embed "../../fixtures/samples/cards/scans/card-01.webp"
};
static const unsigned char file_4[] = {
#embed "../../fixtures/samples/cards/scans/card-02.webp"
};
static const unsigned char file_5[] = {
#embed "../../fixtures/samples/cards/scans/card-03.webp"
};
static const unsigned char file_6[] = {
#embed "../../fixtures/samples/cards/scans/card-04.webp"
};
static const unsigned char file_7[] = {
#embed "../../fixtures/samples/cards/scans/card-05.webp"
};
static const unsigned char file_8[] = {
#embed "../../fixtures/samples/cards/scans/card-06.jpg"
};
static const unsigned char file_9[] = {
#embed "../../fixtures/samples/cards/scans/card-07.webp"
};
static const unsigned char file_10[] = {
#embed "../../fixtures/samples/cards/scans/card-08.webp"
};
static const unsigned char file_11[] = {
#embed "../../fixtures/samples/cards/scans/card-09.webp"
};
static const unsigned char file_12[] = {
#embed "../../fixtures/samples/cards/scans/card-10.webp"
};
static const unsigned char file_13[] = {
#embed "../../fixtures/samples/cards/scans/card-11.webp"
};
static const unsigned char file_14[] = {
#embed "../../fixtures/samples/cards/scans/card-12.jpg"
};
static const unsigned char file_15[] = {
#embed "../../fixtures/samples/cards/scans/card-13.webp"
};
static const unsigned char file_16[] = {
#embed "../../fixtures/samples/cards/scans/card-14.webp"
};
static const unsigned char file_17[] = {
#embed "../../fixtures/samples/cards/scans/card-15.webp"
};
static const unsigned char file_18[] = {
#embed "../../fixtures/samples/cards/scans/card-16.webp"
};
static const unsigned char file_19[] = {
#embed "../../fixtures/samples/cards/scans/card-17.webp"
};
static const unsigned char file_20[] = {
#embed "../../fixtures/samples/cards/scans/card-18.jpg"
};
static const unsigned char file_21[] = {
#embed "../../fixtures/samples/cards/scans/card-19.webp"
};
static const unsigned char file_22[] = {
#embed "../../fixtures/samples/cards/scans/card-20.webp"
};
static const unsigned char file_23[] = {
#embed "../../fixtures/samples/cards/scans/card-21.webp"
};
static const unsigned char file_24[] = {
#embed "../../fixtures/samples/cards/scans/card-22.webp"
};
static const unsigned char file_25[] = {
#embed "../../fixtures/samples/cards/scans/card-23.webp"
};
static const unsigned char file_26[] = {
#embed "../../fixtures/samples/cards/scans/card-24.jpg"
};
static const unsigned char file_27[] = {
#embed "../../fixtures/samples/cards/scans/card-25.webp"
};
static const unsigned char file_28[] = {
#embed "../../fixtures/samples/cards/scans/card-26.webp"
};
static const unsigned char file_29[] = {
#embed "../../fixtures/samples/cards/scans/card-27.webp"
};
static const unsigned char file_30[] = {
#embed "../../fixtures/samples/cards/scans/card-28.webp"
};
static const unsigned char file_31[] = {
#embed "../../fixtures/samples/cards/scans/card-29.webp"
};
static const unsigned char file_32[] = {
#embed "../../fixtures/samples/cards/scans/card-30.jpg"
};
static const unsigned char file_33[] = {
#embed "../../fixtures/samples/cards/scans/card-31.webp"
};
static const unsigned char file_34[] = {
#embed "../../fixtures/samples/cards/scans/card-32.webp"
};
static const unsigned char file_35[] = {
#embed "../../fixtures/samples/cards/scans/card-33.webp"
};
static const unsigned char file_36[] = {
#embed "../../fixtures/samples/cards/scans/card-34.webp"
};
static const unsigned char file_37[] = {
#embed "../../fixtures/samples/cards/scans/card-35.webp"
};
static const unsigned char file_38[] = {
#embed "../../fixtures/samples/cards/scans/card-36.jpg"
};
static const unsigned char file_39[] = {
#embed "../../fixtures/samples/cards/scans/card-37.webp"
};
static const unsigned char file_40[] = {
#embed "../../fixtures/samples/cards/scans/card-38.webp"
};
static const unsigned char file_41[] = {
#embed "../../fixtures/samples/cards/scans/card-39.webp"
};
static const unsigned char file_42[] = {
#embed "../../fixtures/samples/cards/scans/card-40.webp"
};
static const unsigned char file_43[] = {
#embed "../../fixtures/samples/cards/scans/card-41.webp"
};
static const unsigned char file_44[] = {
#embed "../../fixtures/samples/cards/scans/card-42.jpg"
};
static const unsigned char file_45[] = {
#embed "../../fixtures/samples/cards/scans/card-43.webp"
};
static const unsigned char file_46[] = {
#embed "../../fixtures/samples/cards/scans/card-44.webp"
};
static const unsigned char file_47[] = {
#embed "../../fixtures/samples/cards/scans/card-45.webp"
};
static const unsigned char file_48[] = {
#embed "../../fixtures/samples/cards/scans/card-46.webp"
};
static const unsigned char file_49[] = {
#embed "../../fixtures/samples/cards/scans/card-47.webp"
};
static const unsigned char file_50[] = {
#embed "../../fixtures/samples/cards/scans/card-48.jpg"
};
static const unsigned char file_51[] = {
#embed "../../fixtures/samples/cards/scans/card-49.webp"
};
static const unsigned char file_52[] = {
#embed "../../fixtures/samples/cards/scans/card-50.webp"
};
static const unsigned char file_53[] = {
#embed "../../fixtures/samples/cards/scans/card-51.webp"
};
static const unsigned char file_54[] = {
#embed "../../fixtures/samples/cards/scans/card-52.webp"
};
static const unsigned char file_55[] = {
#embed "../../fixtures/samples/cards/scans/card-53.webp"
};
static const unsigned char file_56[] = {
#embed "../../fixtures/samples/cards/scans/card-54.jpg"
};
static const unsigned char file_57[] = {
#embed "../../fixtures/samples/cards/scans/card-55.webp"
};
static const unsigned char file_58[] = {
#embed "../../fixtures/samples/cards/scans/card-56.webp"
};
static const unsigned char file_59[] = {
#embed "../../fixtures/samples/cards/scans/card-57.webp"
};
static const unsigned char file_60[] = {
#embed "../../fixtures/samples/cards/scans/card-58.webp"
};
static const unsigned char file_61[] = {
#embed "../../fixtures/samples/cards/scans/card-59.webp"
};
static const unsigned char file_62[] = {
#embed "../../fixtures/samples/cards/scans/card-60.jpg"
};
static const unsigned char file_63[] = {
#embed "../../fixtures/samples/cards/scans/card-61.webp"
};
static const unsigned char file_64[] = {
#embed "../../fixtures/samples/cards/scans/card-62.webp"
};
static const unsigned char file_65[] = {
#embed "../../fixtures/samples/cards/scans/card-63.webp"
};
static const unsigned char file_66[] = {
#embed "../../fixtures/samples/cards/scans/card-64.webp"
};
static const unsigned char file_67[] = {
#embed "../../fixtures/samples/cards/scans/fuentes.jpg"
};
static const unsigned char file_68[] = {
#embed "../../fixtures/samples/cards/scans/lindqvist.jpg"
};
static const unsigned char file_69[] = {
#embed "../../fixtures/samples/cards/scans/moreno.webp"
};
static const unsigned char file_70[] = {
#embed "../../fixtures/samples/cards/scans/okafor.png"
};
static const unsigned char file_71[] = {
#embed "../../fixtures/samples/cards/scans/tanaka.jpg"
};
static const unsigned char file_72[] = {
#embed "../../fixtures/samples/drawings/drawings/bearing-ring-07.pdf"
};
static const unsigned char file_73[] = {
#embed "../../fixtures/samples/drawings/drawings/bearing-ring-14.pdf"
};
static const unsigned char file_74[] = {
#embed "../../fixtures/samples/drawings/drawings/bearing-ring-21.pdf"
};
static const unsigned char file_75[] = {
#embed "../../fixtures/samples/drawings/drawings/bearing-ring-28.pdf"
};
static const unsigned char file_76[] = {
#embed "../../fixtures/samples/drawings/drawings/bearing-ring-35.pdf"
};
static const unsigned char file_77[] = {
#embed "../../fixtures/samples/drawings/drawings/bearing-ring-42.pdf"
};
static const unsigned char file_78[] = {
#embed "../../fixtures/samples/drawings/drawings/bearing-ring-49.pdf"
};
static const unsigned char file_79[] = {
#embed "../../fixtures/samples/drawings/drawings/bearing-ring-56.pdf"
};
static const unsigned char file_80[] = {
#embed "../../fixtures/samples/drawings/drawings/bearing-ring-63.pdf"
};
static const unsigned char file_81[] = {
#embed "../../fixtures/samples/drawings/drawings/bracket.pdf"
};
static const unsigned char file_82[] = {
#embed "../../fixtures/samples/drawings/drawings/bushing-02.pdf"
};
static const unsigned char file_83[] = {
#embed "../../fixtures/samples/drawings/drawings/bushing-09.pdf"
};
static const unsigned char file_84[] = {
#embed "../../fixtures/samples/drawings/drawings/bushing-16.pdf"
};
static const unsigned char file_85[] = {
#embed "../../fixtures/samples/drawings/drawings/bushing-23.pdf"
};
static const unsigned char file_86[] = {
#embed "../../fixtures/samples/drawings/drawings/bushing-30.pdf"
};
static const unsigned char file_87[] = {
#embed "../../fixtures/samples/drawings/drawings/bushing-37.pdf"
};
static const unsigned char file_88[] = {
#embed "../../fixtures/samples/drawings/drawings/bushing-44.pdf"
};
static const unsigned char file_89[] = {
#embed "../../fixtures/samples/drawings/drawings/bushing-51.pdf"
};
static const unsigned char file_90[] = {
#embed "../../fixtures/samples/drawings/drawings/bushing-58.pdf"
};
static const unsigned char file_91[] = {
#embed "../../fixtures/samples/drawings/drawings/cover-05.pdf"
};
static const unsigned char file_92[] = {
#embed "../../fixtures/samples/drawings/drawings/cover-12.pdf"
};
static const unsigned char file_93[] = {
#embed "../../fixtures/samples/drawings/drawings/cover-19.pdf"
};
static const unsigned char file_94[] = {
#embed "../../fixtures/samples/drawings/drawings/cover-26.pdf"
};
static const unsigned char file_95[] = {
#embed "../../fixtures/samples/drawings/drawings/cover-33.pdf"
};
static const unsigned char file_96[] = {
#embed "../../fixtures/samples/drawings/drawings/cover-40.pdf"
};
static const unsigned char file_97[] = {
#embed "../../fixtures/samples/drawings/drawings/cover-47.pdf"
};
static const unsigned char file_98[] = {
#embed "../../fixtures/samples/drawings/drawings/cover-54.pdf"
};
static const unsigned char file_99[] = {
#embed "../../fixtures/samples/drawings/drawings/cover-61.pdf"
};
static const unsigned char file_100[] = {
#embed "../../fixtures/samples/drawings/drawings/flange.pdf"
};
static const unsigned char file_101[] = {
#embed "../../fixtures/samples/drawings/drawings/housing.pdf"
};
static const unsigned char file_102[] = {
#embed "../../fixtures/samples/drawings/drawings/pin-03.pdf"
};
static const unsigned char file_103[] = {
#embed "../../fixtures/samples/drawings/drawings/pin-10.pdf"
};
static const unsigned char file_104[] = {
#embed "../../fixtures/samples/drawings/drawings/pin-17.pdf"
};
static const unsigned char file_105[] = {
#embed "../../fixtures/samples/drawings/drawings/pin-24.pdf"
};
static const unsigned char file_106[] = {
#embed "../../fixtures/samples/drawings/drawings/pin-31.pdf"
};
static const unsigned char file_107[] = {
#embed "../../fixtures/samples/drawings/drawings/pin-38.pdf"
};
static const unsigned char file_108[] = {
#embed "../../fixtures/samples/drawings/drawings/pin-45.pdf"
};
static const unsigned char file_109[] = {
#embed "../../fixtures/samples/drawings/drawings/pin-52.pdf"
};
static const unsigned char file_110[] = {
#embed "../../fixtures/samples/drawings/drawings/pin-59.pdf"
};
static const unsigned char file_111[] = {
#embed "../../fixtures/samples/drawings/drawings/plate-04.pdf"
};
static const unsigned char file_112[] = {
#embed "../../fixtures/samples/drawings/drawings/plate-11.pdf"
};
static const unsigned char file_113[] = {
#embed "../../fixtures/samples/drawings/drawings/plate-18.pdf"
};
static const unsigned char file_114[] = {
#embed "../../fixtures/samples/drawings/drawings/plate-25.pdf"
};
static const unsigned char file_115[] = {
#embed "../../fixtures/samples/drawings/drawings/plate-32.pdf"
};
static const unsigned char file_116[] = {
#embed "../../fixtures/samples/drawings/drawings/plate-39.pdf"
};
static const unsigned char file_117[] = {
#embed "../../fixtures/samples/drawings/drawings/plate-46.pdf"
};
static const unsigned char file_118[] = {
#embed "../../fixtures/samples/drawings/drawings/plate-53.pdf"
};
static const unsigned char file_119[] = {
#embed "../../fixtures/samples/drawings/drawings/plate-60.pdf"
};
static const unsigned char file_120[] = {
#embed "../../fixtures/samples/drawings/drawings/shaft.pdf"
};
static const unsigned char file_121[] = {
#embed "../../fixtures/samples/drawings/drawings/spacer-06.pdf"
};
static const unsigned char file_122[] = {
#embed "../../fixtures/samples/drawings/drawings/spacer-13.pdf"
};
static const unsigned char file_123[] = {
#embed "../../fixtures/samples/drawings/drawings/spacer-20.pdf"
};
static const unsigned char file_124[] = {
#embed "../../fixtures/samples/drawings/drawings/spacer-27.pdf"
};
static const unsigned char file_125[] = {
#embed "../../fixtures/samples/drawings/drawings/spacer-34.pdf"
};
static const unsigned char file_126[] = {
#embed "../../fixtures/samples/drawings/drawings/spacer-41.pdf"
};
static const unsigned char file_127[] = {
#embed "../../fixtures/samples/drawings/drawings/spacer-48.pdf"
};
static const unsigned char file_128[] = {
#embed "../../fixtures/samples/drawings/drawings/spacer-55.pdf"
};
static const unsigned char file_129[] = {
#embed "../../fixtures/samples/drawings/drawings/spacer-62.pdf"
};
static const unsigned char file_130[] = {
#embed "../../fixtures/samples/drawings/drawings/washer-01.pdf"
};
static const unsigned char file_131[] = {
#embed "../../fixtures/samples/drawings/drawings/washer-08.pdf"
};
static const unsigned char file_132[] = {
#embed "../../fixtures/samples/drawings/drawings/washer-15.pdf"
};
static const unsigned char file_133[] = {
#embed "../../fixtures/samples/drawings/drawings/washer-22.pdf"
};
static const unsigned char file_134[] = {
#embed "../../fixtures/samples/drawings/drawings/washer-29.pdf"
};
static const unsigned char file_135[] = {
#embed "../../fixtures/samples/drawings/drawings/washer-36.pdf"
};
static const unsigned char file_136[] = {
#embed "../../fixtures/samples/drawings/drawings/washer-43.pdf"
};
static const unsigned char file_137[] = {
#embed "../../fixtures/samples/drawings/drawings/washer-50.pdf"
};
static const unsigned char file_138[] = {
#embed "../../fixtures/samples/drawings/drawings/washer-57.pdf"
};
static const unsigned char file_139[] = {
#embed "../../fixtures/samples/drawings/drawings.yaml"
};
static const unsigned char file_140[] = {
#embed "../../fixtures/samples/drawings/labels.csv"
};
static const unsigned char file_141[] = {
#embed "../../fixtures/samples/intents/intents.jsonl"
};
static const unsigned char file_142[] = {
#embed "../../fixtures/samples/intents/intents.yaml"
};
static const unsigned char file_143[] = {
#embed "../../fixtures/samples/leads/leads.db"
};
static const unsigned char file_144[] = {
#embed "../../fixtures/samples/leads/leads.yaml"
};
static const unsigned char file_145[] = {
#embed "../../fixtures/samples/listings/listings.jsonl"
};
static const unsigned char file_146[] = {
#embed "../../fixtures/samples/listings/listings.yaml"
};
static const unsigned char file_147[] = {
#embed "../../fixtures/samples/watches/images/a-235-026.webp"
};
static const unsigned char file_148[] = {
#embed "../../fixtures/samples/watches/images/ap-royal-oak-side.jpg"
};
static const unsigned char file_149[] = {
#embed "../../fixtures/samples/watches/images/ap-royal-oak.jpg"
};
static const unsigned char file_150[] = {
#embed "../../fixtures/samples/watches/images/audemars-15202st-oo-1240st-01.webp"
};
static const unsigned char file_151[] = {
#embed "../../fixtures/samples/watches/images/audemars-15500st-oo-1220st-01.jpg"
};
static const unsigned char file_152[] = {
#embed "../../fixtures/samples/watches/images/audemars-15510st-oo-1320st-06.webp"
};
static const unsigned char file_153[] = {
#embed "../../fixtures/samples/watches/images/audemars-15710st-oo-a002ca-01.webp"
};
static const unsigned char file_154[] = {
#embed "../../fixtures/samples/watches/images/audemars-26331st-oo-1220st-02.webp"
};
static const unsigned char file_155[] = {
#embed "../../fixtures/samples/watches/images/blancpain-5015-1130-52a.jpg"
};
static const unsigned char file_156[] = {
#embed "../../fixtures/samples/watches/images/breitling-a17376211c1s1.webp"
};
static const unsigned char file_157[] = {
#embed "../../fixtures/samples/watches/images/breitling-ab0138211b1a1.webp"
};
static const unsigned char file_158[] = {
#embed "../../fixtures/samples/watches/images/cartier-w69012z4.webp"
};
static const unsigned char file_159[] = {
#embed "../../fixtures/samples/watches/images/cartier-wssa0018.webp"
};
static const unsigned char file_160[] = {
#embed "../../fixtures/samples/watches/images/cartier-wsta0041.webp"
};
static const unsigned char file_161[] = {
#embed "../../fixtures/samples/watches/images/grand-sbga211.webp"
};
static const unsigned char file_162[] = {
#embed "../../fixtures/samples/watches/images/grand-sbgm221.webp"
};
static const unsigned char file_163[] = {
#embed "../../fixtures/samples/watches/images/grand-sbgw231.webp"
};
static const unsigned char file_164[] = {
#embed "../../fixtures/samples/watches/images/hublot-301-sx-1170-rx.webp"
};
static const unsigned char file_165[] = {
#embed "../../fixtures/samples/watches/images/iwc-iw328203.jpg"
};
static const unsigned char file_166[] = {
#embed "../../fixtures/samples/watches/images/iwc-iw356501.webp"
};
static const unsigned char file_167[] = {
#embed "../../fixtures/samples/watches/images/iwc-iw371605.webp"
};
static const unsigned char file_168[] = {
#embed "../../fixtures/samples/watches/images/jaeger-lecoultre-q3978480.jpg"
};
static const unsigned char file_169[] = {
#embed "../../fixtures/samples/watches/images/jlc-reverso.jpg"
};
static const unsigned char file_170[] = {
#embed "../../fixtures/samples/watches/images/lange-caseback.jpg"
};
static const unsigned char file_171[] = {
#embed "../../fixtures/samples/watches/images/lange-saxonia.jpg"
};
static const unsigned char file_172[] = {
#embed "../../fixtures/samples/watches/images/longines-l3-781-4-56-6.webp"
};
static const unsigned char file_173[] = {
#embed "../../fixtures/samples/watches/images/omega-130-33-39-21-02-001.webp"
};
static const unsigned char file_174[] = {
#embed "../../fixtures/samples/watches/images/omega-210-30-42-20-01-001.webp"
};
static const unsigned char file_175[] = {
#embed "../../fixtures/samples/watches/images/omega-215-30-44-21-01-001.webp"
};
static const unsigned char file_176[] = {
#embed "../../fixtures/samples/watches/images/omega-220-10-41-21-03-001.jpg"
};
static const unsigned char file_177[] = {
#embed "../../fixtures/samples/watches/images/omega-234-30-41-21-01-001.webp"
};
static const unsigned char file_178[] = {
#embed "../../fixtures/samples/watches/images/omega-310-30-42-50-01-001.webp"
};
static const unsigned char file_179[] = {
#embed "../../fixtures/samples/watches/images/omega-329-30-44-51-01-001.webp"
};
static const unsigned char file_180[] = {
#embed "../../fixtures/samples/watches/images/omega-424-13-40-20-02-001.webp"
};
static const unsigned char file_181[] = {
#embed "../../fixtures/samples/watches/images/omega-caseback.jpg"
};
static const unsigned char file_182[] = {
#embed "../../fixtures/samples/watches/images/omega-seamaster.jpg"
};
static const unsigned char file_183[] = {
#embed "../../fixtures/samples/watches/images/omega-speedmaster.webp"
};
static const unsigned char file_184[] = {
#embed "../../fixtures/samples/watches/images/panerai-pam01312.jpg"
};
static const unsigned char file_185[] = {
#embed "../../fixtures/samples/watches/images/patek-5167a-001.jpg"
};
static const unsigned char file_186[] = {
#embed "../../fixtures/samples/watches/images/patek-5196g-001.webp"
};
static const unsigned char file_187[] = {
#embed "../../fixtures/samples/watches/images/patek-5205g-013.webp"
};
static const unsigned char file_188[] = {
#embed "../../fixtures/samples/watches/images/patek-5230r-001.webp"
};
static const unsigned char file_189[] = {
#embed "../../fixtures/samples/watches/images/patek-5726a-014.webp"
};
static const unsigned char file_190[] = {
#embed "../../fixtures/samples/watches/images/patek-calatrava.png"
};
static const unsigned char file_191[] = {
#embed "../../fixtures/samples/watches/images/patek-nautilus.jpg"
};
static const unsigned char file_192[] = {
#embed "../../fixtures/samples/watches/images/rolex-116500ln.webp"
};
static const unsigned char file_193[] = {
#embed "../../fixtures/samples/watches/images/rolex-124060.webp"
};
static const unsigned char file_194[] = {
#embed "../../fixtures/samples/watches/images/rolex-124270.jpg"
};
static const unsigned char file_195[] = {
#embed "../../fixtures/samples/watches/images/rolex-124300.webp"
};
static const unsigned char file_196[] = {
#embed "../../fixtures/samples/watches/images/rolex-126231.webp"
};
static const unsigned char file_197[] = {
#embed "../../fixtures/samples/watches/images/rolex-126500ln.webp"
};
static const unsigned char file_198[] = {
#embed "../../fixtures/samples/watches/images/rolex-126600.webp"
};
static const unsigned char file_199[] = {
#embed "../../fixtures/samples/watches/images/rolex-126710blro.webp"
};
static const unsigned char file_200[] = {
#embed "../../fixtures/samples/watches/images/rolex-126900.webp"
};
static const unsigned char file_201[] = {
#embed "../../fixtures/samples/watches/images/rolex-226570.webp"
};
static const unsigned char file_202[] = {
#embed "../../fixtures/samples/watches/images/rolex-326934.jpg"
};
static const unsigned char file_203[] = {
#embed "../../fixtures/samples/watches/images/rolex-datejust.jpg"
};
static const unsigned char file_204[] = {
#embed "../../fixtures/samples/watches/images/rolex-daydate.jpg"
};
static const unsigned char file_205[] = {
#embed "../../fixtures/samples/watches/images/rolex-submariner.jpg"
};
static const unsigned char file_206[] = {
#embed "../../fixtures/samples/watches/images/tag-caw211p-fc6356.jpg"
};
static const unsigned char file_207[] = {
#embed "../../fixtures/samples/watches/images/tag-wbp201a-ba0632.webp"
};
static const unsigned char file_208[] = {
#embed "../../fixtures/samples/watches/images/tudor-black-bay.jpg"
};
static const unsigned char file_209[] = {
#embed "../../fixtures/samples/watches/images/tudor-m25407n-0001.webp"
};
static const unsigned char file_210[] = {
#embed "../../fixtures/samples/watches/images/tudor-m79030n-0001.jpg"
};
static const unsigned char file_211[] = {
#embed "../../fixtures/samples/watches/images/tudor-m79360n-0001.webp"
};
static const unsigned char file_212[] = {
#embed "../../fixtures/samples/watches/images/tudor-m79830rb-0001.webp"
};
static const unsigned char file_213[] = {
#embed "../../fixtures/samples/watches/images/tudor-m79950-0001.webp"
};
static const unsigned char file_214[] = {
#embed "../../fixtures/samples/watches/images/tudor-pelagos.webp"
};
static const unsigned char file_215[] = {
#embed "../../fixtures/samples/watches/images/vacheron-4500v-110a-b128.webp"
};
static const unsigned char file_216[] = {
#embed "../../fixtures/samples/watches/images/zenith-03-3100-3600-69-m3100.webp"
};
static const unsigned char file_217[] = {
#embed "../../fixtures/samples/watches/watches.csv"
};
static const unsigned char file_218[] = {
#embed "../../fixtures/samples/watches/watches.yaml"
};

static const vp_sample samples[] = {
    {"cards", "cards.jsonl", file_0, sizeof file_0},
    {"cards", "cards.yaml", file_1, sizeof file_1},
    {"cards", "scans/baptiste.jpg", file_2, sizeof file_2},
    {"cards", "scans/card-01.webp", file_3, sizeof file_3},
    {"cards", "scans/card-02.webp", file_4, sizeof file_4},
    {"cards", "scans/card-03.webp", file_5, sizeof file_5},
    {"cards", "scans/card-04.webp", file_6, sizeof file_6},
    {"cards", "scans/card-05.webp", file_7, sizeof file_7},
    {"cards", "scans/card-06.jpg", file_8, sizeof file_8},
    {"cards", "scans/card-07.webp", file_9, sizeof file_9},
    {"cards", "scans/card-08.webp", file_10, sizeof file_10},
    {"cards", "scans/card-09.webp", file_11, sizeof file_11},
    {"cards", "scans/card-10.webp", file_12, sizeof file_12},
    {"cards", "scans/card-11.webp", file_13, sizeof file_13},
    {"cards", "scans/card-12.jpg", file_14, sizeof file_14},
    {"cards", "scans/card-13.webp", file_15, sizeof file_15},
    {"cards", "scans/card-14.webp", file_16, sizeof file_16},
    {"cards", "scans/card-15.webp", file_17, sizeof file_17},
    {"cards", "scans/card-16.webp", file_18, sizeof file_18},
    {"cards", "scans/card-17.webp", file_19, sizeof file_19},
    {"cards", "scans/card-18.jpg", file_20, sizeof file_20},
    {"cards", "scans/card-19.webp", file_21, sizeof file_21},
    {"cards", "scans/card-20.webp", file_22, sizeof file_22},
    {"cards", "scans/card-21.webp", file_23, sizeof file_23},
    {"cards", "scans/card-22.webp", file_24, sizeof file_24},
    {"cards", "scans/card-23.webp", file_25, sizeof file_25},
    {"cards", "scans/card-24.jpg", file_26, sizeof file_26},
    {"cards", "scans/card-25.webp", file_27, sizeof file_27},
    {"cards", "scans/card-26.webp", file_28, sizeof file_28},
    {"cards", "scans/card-27.webp", file_29, sizeof file_29},
    {"cards", "scans/card-28.webp", file_30, sizeof file_30},
    {"cards", "scans/card-29.webp", file_31, sizeof file_31},
    {"cards", "scans/card-30.jpg", file_32, sizeof file_32},
    {"cards", "scans/card-31.webp", file_33, sizeof file_33},
    {"cards", "scans/card-32.webp", file_34, sizeof file_34},
    {"cards", "scans/card-33.webp", file_35, sizeof file_35},
    {"cards", "scans/card-34.webp", file_36, sizeof file_36},
    {"cards", "scans/card-35.webp", file_37, sizeof file_37},
    {"cards", "scans/card-36.jpg", file_38, sizeof file_38},
    {"cards", "scans/card-37.webp", file_39, sizeof file_39},
    {"cards", "scans/card-38.webp", file_40, sizeof file_40},
    {"cards", "scans/card-39.webp", file_41, sizeof file_41},
    {"cards", "scans/card-40.webp", file_42, sizeof file_42},
    {"cards", "scans/card-41.webp", file_43, sizeof file_43},
    {"cards", "scans/card-42.jpg", file_44, sizeof file_44},
    {"cards", "scans/card-43.webp", file_45, sizeof file_45},
    {"cards", "scans/card-44.webp", file_46, sizeof file_46},
    {"cards", "scans/card-45.webp", file_47, sizeof file_47},
    {"cards", "scans/card-46.webp", file_48, sizeof file_48},
    {"cards", "scans/card-47.webp", file_49, sizeof file_49},
    {"cards", "scans/card-48.jpg", file_50, sizeof file_50},
    {"cards", "scans/card-49.webp", file_51, sizeof file_51},
    {"cards", "scans/card-50.webp", file_52, sizeof file_52},
    {"cards", "scans/card-51.webp", file_53, sizeof file_53},
    {"cards", "scans/card-52.webp", file_54, sizeof file_54},
    {"cards", "scans/card-53.webp", file_55, sizeof file_55},
    {"cards", "scans/card-54.jpg", file_56, sizeof file_56},
    {"cards", "scans/card-55.webp", file_57, sizeof file_57},
    {"cards", "scans/card-56.webp", file_58, sizeof file_58},
    {"cards", "scans/card-57.webp", file_59, sizeof file_59},
    {"cards", "scans/card-58.webp", file_60, sizeof file_60},
    {"cards", "scans/card-59.webp", file_61, sizeof file_61},
    {"cards", "scans/card-60.jpg", file_62, sizeof file_62},
    {"cards", "scans/card-61.webp", file_63, sizeof file_63},
    {"cards", "scans/card-62.webp", file_64, sizeof file_64},
    {"cards", "scans/card-63.webp", file_65, sizeof file_65},
    {"cards", "scans/card-64.webp", file_66, sizeof file_66},
    {"cards", "scans/fuentes.jpg", file_67, sizeof file_67},
    {"cards", "scans/lindqvist.jpg", file_68, sizeof file_68},
    {"cards", "scans/moreno.webp", file_69, sizeof file_69},
    {"cards", "scans/okafor.png", file_70, sizeof file_70},
    {"cards", "scans/tanaka.jpg", file_71, sizeof file_71},
    {"drawings", "drawings/bearing-ring-07.pdf", file_72, sizeof file_72},
    {"drawings", "drawings/bearing-ring-14.pdf", file_73, sizeof file_73},
    {"drawings", "drawings/bearing-ring-21.pdf", file_74, sizeof file_74},
    {"drawings", "drawings/bearing-ring-28.pdf", file_75, sizeof file_75},
    {"drawings", "drawings/bearing-ring-35.pdf", file_76, sizeof file_76},
    {"drawings", "drawings/bearing-ring-42.pdf", file_77, sizeof file_77},
    {"drawings", "drawings/bearing-ring-49.pdf", file_78, sizeof file_78},
    {"drawings", "drawings/bearing-ring-56.pdf", file_79, sizeof file_79},
    {"drawings", "drawings/bearing-ring-63.pdf", file_80, sizeof file_80},
    {"drawings", "drawings/bracket.pdf", file_81, sizeof file_81},
    {"drawings", "drawings/bushing-02.pdf", file_82, sizeof file_82},
    {"drawings", "drawings/bushing-09.pdf", file_83, sizeof file_83},
    {"drawings", "drawings/bushing-16.pdf", file_84, sizeof file_84},
    {"drawings", "drawings/bushing-23.pdf", file_85, sizeof file_85},
    {"drawings", "drawings/bushing-30.pdf", file_86, sizeof file_86},
    {"drawings", "drawings/bushing-37.pdf", file_87, sizeof file_87},
    {"drawings", "drawings/bushing-44.pdf", file_88, sizeof file_88},
    {"drawings", "drawings/bushing-51.pdf", file_89, sizeof file_89},
    {"drawings", "drawings/bushing-58.pdf", file_90, sizeof file_90},
    {"drawings", "drawings/cover-05.pdf", file_91, sizeof file_91},
    {"drawings", "drawings/cover-12.pdf", file_92, sizeof file_92},
    {"drawings", "drawings/cover-19.pdf", file_93, sizeof file_93},
    {"drawings", "drawings/cover-26.pdf", file_94, sizeof file_94},
    {"drawings", "drawings/cover-33.pdf", file_95, sizeof file_95},
    {"drawings", "drawings/cover-40.pdf", file_96, sizeof file_96},
    {"drawings", "drawings/cover-47.pdf", file_97, sizeof file_97},
    {"drawings", "drawings/cover-54.pdf", file_98, sizeof file_98},
    {"drawings", "drawings/cover-61.pdf", file_99, sizeof file_99},
    {"drawings", "drawings/flange.pdf", file_100, sizeof file_100},
    {"drawings", "drawings/housing.pdf", file_101, sizeof file_101},
    {"drawings", "drawings/pin-03.pdf", file_102, sizeof file_102},
    {"drawings", "drawings/pin-10.pdf", file_103, sizeof file_103},
    {"drawings", "drawings/pin-17.pdf", file_104, sizeof file_104},
    {"drawings", "drawings/pin-24.pdf", file_105, sizeof file_105},
    {"drawings", "drawings/pin-31.pdf", file_106, sizeof file_106},
    {"drawings", "drawings/pin-38.pdf", file_107, sizeof file_107},
    {"drawings", "drawings/pin-45.pdf", file_108, sizeof file_108},
    {"drawings", "drawings/pin-52.pdf", file_109, sizeof file_109},
    {"drawings", "drawings/pin-59.pdf", file_110, sizeof file_110},
    {"drawings", "drawings/plate-04.pdf", file_111, sizeof file_111},
    {"drawings", "drawings/plate-11.pdf", file_112, sizeof file_112},
    {"drawings", "drawings/plate-18.pdf", file_113, sizeof file_113},
    {"drawings", "drawings/plate-25.pdf", file_114, sizeof file_114},
    {"drawings", "drawings/plate-32.pdf", file_115, sizeof file_115},
    {"drawings", "drawings/plate-39.pdf", file_116, sizeof file_116},
    {"drawings", "drawings/plate-46.pdf", file_117, sizeof file_117},
    {"drawings", "drawings/plate-53.pdf", file_118, sizeof file_118},
    {"drawings", "drawings/plate-60.pdf", file_119, sizeof file_119},
    {"drawings", "drawings/shaft.pdf", file_120, sizeof file_120},
    {"drawings", "drawings/spacer-06.pdf", file_121, sizeof file_121},
    {"drawings", "drawings/spacer-13.pdf", file_122, sizeof file_122},
    {"drawings", "drawings/spacer-20.pdf", file_123, sizeof file_123},
    {"drawings", "drawings/spacer-27.pdf", file_124, sizeof file_124},
    {"drawings", "drawings/spacer-34.pdf", file_125, sizeof file_125},
    {"drawings", "drawings/spacer-41.pdf", file_126, sizeof file_126},
    {"drawings", "drawings/spacer-48.pdf", file_127, sizeof file_127},
    {"drawings", "drawings/spacer-55.pdf", file_128, sizeof file_128},
    {"drawings", "drawings/spacer-62.pdf", file_129, sizeof file_129},
    {"drawings", "drawings/washer-01.pdf", file_130, sizeof file_130},
    {"drawings", "drawings/washer-08.pdf", file_131, sizeof file_131},
    {"drawings", "drawings/washer-15.pdf", file_132, sizeof file_132},
    {"drawings", "drawings/washer-22.pdf", file_133, sizeof file_133},
    {"drawings", "drawings/washer-29.pdf", file_134, sizeof file_134},
    {"drawings", "drawings/washer-36.pdf", file_135, sizeof file_135},
    {"drawings", "drawings/washer-43.pdf", file_136, sizeof file_136},
    {"drawings", "drawings/washer-50.pdf", file_137, sizeof file_137},
    {"drawings", "drawings/washer-57.pdf", file_138, sizeof file_138},
    {"drawings", "drawings.yaml", file_139, sizeof file_139},
    {"drawings", "labels.csv", file_140, sizeof file_140},
    {"intents", "intents.jsonl", file_141, sizeof file_141},
    {"intents", "intents.yaml", file_142, sizeof file_142},
    {"leads", "leads.db", file_143, sizeof file_143},
    {"leads", "leads.yaml", file_144, sizeof file_144},
    {"listings", "listings.jsonl", file_145, sizeof file_145},
    {"listings", "listings.yaml", file_146, sizeof file_146},
    {"watches", "images/a-235-026.webp", file_147, sizeof file_147},
    {"watches", "images/ap-royal-oak-side.jpg", file_148, sizeof file_148},
    {"watches", "images/ap-royal-oak.jpg", file_149, sizeof file_149},
    {"watches", "images/audemars-15202st-oo-1240st-01.webp", file_150, sizeof file_150},
    {"watches", "images/audemars-15500st-oo-1220st-01.jpg", file_151, sizeof file_151},
    {"watches", "images/audemars-15510st-oo-1320st-06.webp", file_152, sizeof file_152},
    {"watches", "images/audemars-15710st-oo-a002ca-01.webp", file_153, sizeof file_153},
    {"watches", "images/audemars-26331st-oo-1220st-02.webp", file_154, sizeof file_154},
    {"watches", "images/blancpain-5015-1130-52a.jpg", file_155, sizeof file_155},
    {"watches", "images/breitling-a17376211c1s1.webp", file_156, sizeof file_156},
    {"watches", "images/breitling-ab0138211b1a1.webp", file_157, sizeof file_157},
    {"watches", "images/cartier-w69012z4.webp", file_158, sizeof file_158},
    {"watches", "images/cartier-wssa0018.webp", file_159, sizeof file_159},
    {"watches", "images/cartier-wsta0041.webp", file_160, sizeof file_160},
    {"watches", "images/grand-sbga211.webp", file_161, sizeof file_161},
    {"watches", "images/grand-sbgm221.webp", file_162, sizeof file_162},
    {"watches", "images/grand-sbgw231.webp", file_163, sizeof file_163},
    {"watches", "images/hublot-301-sx-1170-rx.webp", file_164, sizeof file_164},
    {"watches", "images/iwc-iw328203.jpg", file_165, sizeof file_165},
    {"watches", "images/iwc-iw356501.webp", file_166, sizeof file_166},
    {"watches", "images/iwc-iw371605.webp", file_167, sizeof file_167},
    {"watches", "images/jaeger-lecoultre-q3978480.jpg", file_168, sizeof file_168},
    {"watches", "images/jlc-reverso.jpg", file_169, sizeof file_169},
    {"watches", "images/lange-caseback.jpg", file_170, sizeof file_170},
    {"watches", "images/lange-saxonia.jpg", file_171, sizeof file_171},
    {"watches", "images/longines-l3-781-4-56-6.webp", file_172, sizeof file_172},
    {"watches", "images/omega-130-33-39-21-02-001.webp", file_173, sizeof file_173},
    {"watches", "images/omega-210-30-42-20-01-001.webp", file_174, sizeof file_174},
    {"watches", "images/omega-215-30-44-21-01-001.webp", file_175, sizeof file_175},
    {"watches", "images/omega-220-10-41-21-03-001.jpg", file_176, sizeof file_176},
    {"watches", "images/omega-234-30-41-21-01-001.webp", file_177, sizeof file_177},
    {"watches", "images/omega-310-30-42-50-01-001.webp", file_178, sizeof file_178},
    {"watches", "images/omega-329-30-44-51-01-001.webp", file_179, sizeof file_179},
    {"watches", "images/omega-424-13-40-20-02-001.webp", file_180, sizeof file_180},
    {"watches", "images/omega-caseback.jpg", file_181, sizeof file_181},
    {"watches", "images/omega-seamaster.jpg", file_182, sizeof file_182},
    {"watches", "images/omega-speedmaster.webp", file_183, sizeof file_183},
    {"watches", "images/panerai-pam01312.jpg", file_184, sizeof file_184},
    {"watches", "images/patek-5167a-001.jpg", file_185, sizeof file_185},
    {"watches", "images/patek-5196g-001.webp", file_186, sizeof file_186},
    {"watches", "images/patek-5205g-013.webp", file_187, sizeof file_187},
    {"watches", "images/patek-5230r-001.webp", file_188, sizeof file_188},
    {"watches", "images/patek-5726a-014.webp", file_189, sizeof file_189},
    {"watches", "images/patek-calatrava.png", file_190, sizeof file_190},
    {"watches", "images/patek-nautilus.jpg", file_191, sizeof file_191},
    {"watches", "images/rolex-116500ln.webp", file_192, sizeof file_192},
    {"watches", "images/rolex-124060.webp", file_193, sizeof file_193},
    {"watches", "images/rolex-124270.jpg", file_194, sizeof file_194},
    {"watches", "images/rolex-124300.webp", file_195, sizeof file_195},
    {"watches", "images/rolex-126231.webp", file_196, sizeof file_196},
    {"watches", "images/rolex-126500ln.webp", file_197, sizeof file_197},
    {"watches", "images/rolex-126600.webp", file_198, sizeof file_198},
    {"watches", "images/rolex-126710blro.webp", file_199, sizeof file_199},
    {"watches", "images/rolex-126900.webp", file_200, sizeof file_200},
    {"watches", "images/rolex-226570.webp", file_201, sizeof file_201},
    {"watches", "images/rolex-326934.jpg", file_202, sizeof file_202},
    {"watches", "images/rolex-datejust.jpg", file_203, sizeof file_203},
    {"watches", "images/rolex-daydate.jpg", file_204, sizeof file_204},
    {"watches", "images/rolex-submariner.jpg", file_205, sizeof file_205},
    {"watches", "images/tag-caw211p-fc6356.jpg", file_206, sizeof file_206},
    {"watches", "images/tag-wbp201a-ba0632.webp", file_207, sizeof file_207},
    {"watches", "images/tudor-black-bay.jpg", file_208, sizeof file_208},
    {"watches", "images/tudor-m25407n-0001.webp", file_209, sizeof file_209},
    {"watches", "images/tudor-m79030n-0001.jpg", file_210, sizeof file_210},
    {"watches", "images/tudor-m79360n-0001.webp", file_211, sizeof file_211},
    {"watches", "images/tudor-m79830rb-0001.webp", file_212, sizeof file_212},
    {"watches", "images/tudor-m79950-0001.webp", file_213, sizeof file_213},
    {"watches", "images/tudor-pelagos.webp", file_214, sizeof file_214},
    {"watches", "images/vacheron-4500v-110a-b128.webp", file_215, sizeof file_215},
    {"watches", "images/zenith-03-3100-3600-69-m3100.webp", file_216, sizeof file_216},
    {"watches", "watches.csv", file_217, sizeof file_217},
    {"watches", "watches.yaml", file_218, sizeof file_218},
};

const vp_sample *const vp_samples = samples;
const size_t vp_sample_count = sizeof samples / sizeof samples[0];
