-- DropForeignKey
ALTER TABLE "Floor" DROP CONSTRAINT "Floor_garageId_fkey";

-- DropForeignKey
ALTER TABLE "Spot" DROP CONSTRAINT "Spot_garageId_fkey";

-- DropForeignKey
ALTER TABLE "Spot" DROP CONSTRAINT "Spot_floorId_fkey";

-- DropForeignKey
ALTER TABLE "ParkingSession" DROP CONSTRAINT "ParkingSession_garageId_fkey";

-- DropForeignKey
ALTER TABLE "ParkingSession" DROP CONSTRAINT "ParkingSession_vehicleId_fkey";

-- DropForeignKey
ALTER TABLE "ParkingSession" DROP CONSTRAINT "ParkingSession_spotId_fkey";

-- DropForeignKey
ALTER TABLE "Ticket" DROP CONSTRAINT "Ticket_sessionId_fkey";

-- DropForeignKey
ALTER TABLE "Payment" DROP CONSTRAINT "Payment_garageId_fkey";

-- DropForeignKey
ALTER TABLE "Payment" DROP CONSTRAINT "Payment_sessionId_fkey";

-- DropForeignKey
ALTER TABLE "Payment" DROP CONSTRAINT "Payment_refundOfId_fkey";

-- DropForeignKey
ALTER TABLE "JournalEntry" DROP CONSTRAINT "JournalEntry_garageId_fkey";

-- DropForeignKey
ALTER TABLE "JournalEntry" DROP CONSTRAINT "JournalEntry_sessionId_fkey";

-- DropForeignKey
ALTER TABLE "JournalEntry" DROP CONSTRAINT "JournalEntry_paymentId_fkey";

-- DropForeignKey
ALTER TABLE "LedgerLine" DROP CONSTRAINT "LedgerLine_entryId_fkey";

-- DropTable
DROP TABLE "Garage";

-- DropTable
DROP TABLE "Floor";

-- DropTable
DROP TABLE "Spot";

-- DropTable
DROP TABLE "Vehicle";

-- DropTable
DROP TABLE "ParkingSession";

-- DropTable
DROP TABLE "Ticket";

-- DropTable
DROP TABLE "Payment";

-- DropTable
DROP TABLE "JournalEntry";

-- DropTable
DROP TABLE "LedgerLine";

-- DropTable
DROP TABLE "IdempotencyRecord";

-- DropTable
DROP TABLE "AuditLog";

-- DropEnum
DROP TYPE "SpotType";

-- DropEnum
DROP TYPE "SpotStatus";

-- DropEnum
DROP TYPE "VehicleType";

-- DropEnum
DROP TYPE "RateType";

-- DropEnum
DROP TYPE "SessionStatus";

-- DropEnum
DROP TYPE "TicketStatus";

-- DropEnum
DROP TYPE "PaymentKind";

-- DropEnum
DROP TYPE "PaymentStatus";

-- DropEnum
DROP TYPE "PaymentMethod";

-- DropEnum
DROP TYPE "LedgerAccount";

-- DropEnum
DROP TYPE "JournalKind";
