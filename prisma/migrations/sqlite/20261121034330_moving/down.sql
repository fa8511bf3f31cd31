-- DropIndex
DROP INDEX "StoreModeChange_configName_finishedAt_idx";

-- DropIndex
DROP INDEX "StoreServer_configName_seenAt_idx";

-- DropIndex
DROP INDEX "StoreDivergence_configName_reconciledAt_idx";

-- DropIndex
DROP INDEX "StoreDivergence_configName_kind_key_idx";

-- DropIndex
DROP INDEX "DataMigration_configName_source_status_idx";

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "StoreMode";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "StoreModeChange";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "StoreServer";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "StoreDivergence";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "DataMigration";
PRAGMA foreign_keys=on;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Vehicle" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "licensePlate" TEXT NOT NULL,
    "vehicleType" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME
);
INSERT INTO "new_Vehicle" ("createdAt", "deletedAt", "id", "licensePlate", "updatedAt", "vehicleType") SELECT "createdAt", "deletedAt", "id", "licensePlate", "updatedAt", "vehicleType" FROM "Vehicle";
DROP TABLE "Vehicle";
ALTER TABLE "new_Vehicle" RENAME TO "Vehicle";
CREATE INDEX "Vehicle_vehicleType_createdAt_idx" ON "Vehicle"("vehicleType" ASC, "createdAt" ASC);
CREATE UNIQUE INDEX "Vehicle_licensePlate_key" ON "Vehicle"("licensePlate" ASC);
CREATE TABLE "new_ParkingSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "garageId" TEXT NOT NULL,
    "vehicleId" TEXT NOT NULL,
    "spotId" TEXT NOT NULL,
    "spotCode" TEXT NOT NULL,
    "licensePlate" TEXT NOT NULL,
    "vehicleType" TEXT NOT NULL,
    "rateType" TEXT NOT NULL DEFAULT 'hourly',
    "status" TEXT NOT NULL DEFAULT 'active',
    "checkInAt" DATETIME NOT NULL,
    "checkOutAt" DATETIME,
    "activePlate" TEXT,
    "activeSpotId" TEXT,
    "feeCents" INTEGER NOT NULL DEFAULT 0,
    "penaltyCents" INTEGER NOT NULL DEFAULT 0,
    "paidCents" INTEGER NOT NULL DEFAULT 0,
    "paidAt" DATETIME,
    "chargeCount" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    FOREIGN KEY ("spotId") REFERENCES "Spot" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    FOREIGN KEY ("vehicleId") REFERENCES "Vehicle" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_ParkingSession" ("activePlate", "activeSpotId", "chargeCount", "checkInAt", "checkOutAt", "createdAt", "deletedAt", "feeCents", "garageId", "id", "licensePlate", "paidAt", "paidCents", "penaltyCents", "rateType", "spotCode", "spotId", "status", "updatedAt", "vehicleId", "vehicleType", "version") SELECT "activePlate", "activeSpotId", "chargeCount", "checkInAt", "checkOutAt", "createdAt", "deletedAt", "feeCents", "garageId", "id", "licensePlate", "paidAt", "paidCents", "penaltyCents", "rateType", "spotCode", "spotId", "status", "updatedAt", "vehicleId", "vehicleType", "version" FROM "ParkingSession";
DROP TABLE "ParkingSession";
ALTER TABLE "new_ParkingSession" RENAME TO "ParkingSession";
CREATE INDEX "ParkingSession_spotId_checkInAt_idx" ON "ParkingSession"("spotId" ASC, "checkInAt" ASC);
CREATE INDEX "ParkingSession_vehicleId_checkInAt_idx" ON "ParkingSession"("vehicleId" ASC, "checkInAt" ASC);
CREATE INDEX "ParkingSession_licensePlate_checkInAt_idx" ON "ParkingSession"("licensePlate" ASC, "checkInAt" ASC);
CREATE INDEX "ParkingSession_garageId_checkOutAt_idx" ON "ParkingSession"("garageId" ASC, "checkOutAt" ASC);
CREATE INDEX "ParkingSession_garageId_status_checkInAt_idx" ON "ParkingSession"("garageId" ASC, "status" ASC, "checkInAt" ASC);
CREATE UNIQUE INDEX "ParkingSession_activeSpotId_key" ON "ParkingSession"("activeSpotId" ASC);
CREATE UNIQUE INDEX "ParkingSession_activePlate_key" ON "ParkingSession"("activePlate" ASC);
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
